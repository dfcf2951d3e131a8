/** Every style of the page, in the order in which they build on each other. */
import '../design/tokens.css';
import '../design/base.css';
import './shell.css';
import './transport.css';
