export { type Block, messageOf, statementsOf, Template } from './template';
