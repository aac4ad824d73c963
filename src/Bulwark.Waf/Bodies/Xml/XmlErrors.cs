namespace Bulwark.Waf.Bodies.Xml;

/// <summary>What <c>REQBODY_ERROR_MSG</c> says about an XML text.</summary>
internal static class XmlErrors
{
    public static ReadOnlySpan<byte> MessageOf(XmlError error) => error switch
    {
        XmlError.None => default,
        XmlError.UnexpectedEnd => "XML parsing error: premature end"u8,
        XmlError.Malformed => "XML parsing error: malformed markup"u8,
        XmlError.MismatchedEndTag => "XML parsing error: end tag does not match"u8,
        XmlError.TextOutsideRoot => "XML parsing error: content outside the root element"u8,
        XmlError.DuplicateAttribute => "XML parsing error: attribute given twice"u8,
        XmlError.UndefinedEntity => "XML parsing error: undefined entity"u8,
        XmlError.InternalSubset => "XML parsing error: document type declaration with an internal subset"u8,
        XmlError.UnsupportedEncoding => "XML parsing error: unsupported encoding"u8,
        XmlError.InvalidUtf8 => "XML parsing error: invalid UTF-8"u8,
        XmlError.TooDeep => "XML parsing error: excessive depth"u8,
        XmlError.TooManyAttributes => "XML parsing error: too many attributes"u8,
    };
}
