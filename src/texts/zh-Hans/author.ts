/** 编写课程的文字；随编写一起加载。 */
import type { AuthorTexts } from '../en/author.ts';

export const author: AuthorTexts = {
  title: '编写课程',
};
