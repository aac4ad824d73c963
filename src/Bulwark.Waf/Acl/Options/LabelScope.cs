namespace Bulwark.Waf.Acl.Options;

/// <summary>What the key of a label match is.</summary>
public enum LabelScope
{
    /// <summary>A whole label.</summary>
    Label,

    /// <summary>The namespaces that a label begins with.</summary>
    Namespace,
}
