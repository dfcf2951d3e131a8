/** What tool motion can do: layout changes of tens of things, fading in and out. Loaded after the first picture. */
export { domMax as motionFeatures } from 'framer-motion';
