import type { DraftBuilder } from '@/ingestion/document/draft-builder';
import { childAt, childElements, childrenAt, lineOf, linesOf, type XmlElement } from '@/ingestion/xml/xml-element';

/** What tells about a citation beside its fields goes to the metadata under PubMed's names (docs/ingestion.md). */
export function keepDetails(root: XmlElement, citation: XmlElement, article: XmlElement, draft: DraftBuilder): void {
  draft.keep('PublicationType', publicationTypes(article));
  draft.keep('NameOfSubstance', linesIn(citation, 'ChemicalList', 'NameOfSubstance'));
  draft.keep('SupplMeshName', linesOf(childrenAt(citation, 'SupplMeshList', 'SupplMeshName')));
  draft.keep('GeneSymbol', linesOf(childrenAt(citation, 'GeneSymbolList', 'GeneSymbol')));
  draft.keep('AccessionNumber', accessionNumbers(article));
  draft.keep('GrantID', linesIn(article, 'GrantList', 'GrantID'));
  draft.keep('CommentsCorrections', corrections(citation));
  draft.keep('Affiliation', affiliations(article));
  draft.keep('CopyrightInformation', lineOf(childAt(article, 'Abstract', 'CopyrightInformation')));
  draft.keep('CoiStatement', lineOf(childAt(citation, 'CoiStatement')));
  draft.keep('GeneralNote', linesOf(childrenAt(citation, 'GeneralNote')));
  draft.keep('OtherID', linesOf(childrenAt(citation, 'OtherID')));
  draft.keep('NlmUniqueID', lineOf(childAt(citation, 'MedlineJournalInfo', 'NlmUniqueID')));
  draft.keep('Status', citation.attributes.Status ?? null);
  draft.keep('PublicationStatus', lineOf(childAt(root, 'PubmedData', 'PublicationStatus')));
  draft.keep('ReferenceCount', referenceCount(root));
}

function publicationTypes(article: XmlElement): string[] {
  const listed = childrenAt(article, 'PublicationTypeList', 'PublicationType');
  return linesOf([...listed, ...childrenAt(article, 'PublicationType')]);
}

function linesIn(holder: XmlElement, list: string, name: string): string[] {
  return linesOf(childElements(childAt(holder, list)).flatMap((entry) => childrenAt(entry, name)));
}

/** Trial registrations and data sets, as 'ClinicalTrials.gov/NCT02149199'. */
function accessionNumbers(article: XmlElement): string[] {
  return childrenAt(article, 'DataBankList', 'DataBank').flatMap((bank) => {
    const name = lineOf(childAt(bank, 'DataBankName')) ?? '';
    return linesOf(childrenAt(bank, 'AccessionNumberList', 'AccessionNumber')).map((number) => `${name}/${number}`);
  });
}

/** Retractions, errata, comments; what the article merely cites is left out. */
function corrections(citation: XmlElement): string[] {
  return childrenAt(citation, 'CommentsCorrectionsList', 'CommentsCorrections')
    .filter(({ attributes }) => attributes.RefType !== 'Cites')
    .map((entry) => {
      const pmid = lineOf(childAt(entry, 'PMID'));
      const source = lineOf(childAt(entry, 'RefSource')) ?? '';
      return `${entry.attributes.RefType ?? ''}: ${source}${pmid === null ? '' : ` (PMID ${pmid})`}`;
    });
}

function affiliations(article: XmlElement): string[] {
  const persons = childElements(childAt(article, 'AuthorList'));
  const found = persons.flatMap((person) => [
    ...childrenAt(person, 'Affiliation'),
    ...childrenAt(person, 'AffiliationInfo').flatMap((info) => childrenAt(info, 'Affiliation')),
  ]);
  return [...new Set(linesOf(found))];
}

function referenceCount(root: XmlElement): number | null {
  const lists = childrenAt(childAt(root, 'PubmedData'), 'ReferenceList');
  return lists.flatMap((list) => childrenAt(list, 'Reference')).length || null;
}
