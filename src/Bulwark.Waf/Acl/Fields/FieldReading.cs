namespace Bulwark.Waf.Acl.Fields;

/// <summary>What reading a field has given: values to look at, or an answer because there is nothing that can be looked at.</summary>
internal enum FieldReading
{
    Values,
    Match,
    NoMatch,
}
