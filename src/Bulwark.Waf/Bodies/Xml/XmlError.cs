namespace Bulwark.Waf.Bodies.Xml;

/// <summary>Why an XML text is not well formed, or not one that is read here.</summary>
internal enum XmlError
{
    None,
    UnexpectedEnd,
    Malformed,
    MismatchedEndTag,
    TextOutsideRoot,
    DuplicateAttribute,
    UndefinedEntity,
    InternalSubset,
    UnsupportedEncoding,
    InvalidUtf8,
    TooDeep,
    TooManyAttributes,
}
