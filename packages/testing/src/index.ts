export { type Block, messageOf, statementsOf, Template, testApp } from './template';
