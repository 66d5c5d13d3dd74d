// pdf.js is written for Node 22. What 20 lacks of the language comes from here, in the process that reads the PDF.
import 'core-js/actual/iterator';
import 'core-js/actual/promise/with-resolvers';
import 'core-js/actual/set';
import 'core-js/actual/url/parse';
