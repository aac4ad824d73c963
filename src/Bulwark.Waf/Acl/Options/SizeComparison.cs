namespace Bulwark.Waf.Acl.Options;

/// <summary>How a size is compared with a limit.</summary>
public enum SizeComparison
{
    /// <summary>Equal.</summary>
    Eq,

    /// <summary>Not equal.</summary>
    Ne,

    /// <summary>Less or equal.</summary>
    Le,

    /// <summary>Less.</summary>
    Lt,

    /// <summary>Greater or equal.</summary>
    Ge,

    /// <summary>Greater.</summary>
    Gt,
}
