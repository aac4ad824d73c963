namespace Bulwark.Waf.Acl.Options;

/// <summary>What of named values is looked at.</summary>
public enum FieldScope
{
    All,
    Key,
    Value,
}
