namespace Bulwark.Waf.Matching.Syntax;

/// <summary>What <c>(?i)</c> and its like switch on and off inside a pattern.</summary>
[Flags]
internal enum PatternOptions
{
    None = 0,

    /// <summary><c>i</c>: ASCII letters match in both cases.</summary>
    IgnoreCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> match at lines.</summary>
    Multiline = 2,

    /// <summary><c>s</c>: the dot matches a newline too.</summary>
    DotAll = 4,

    /// <summary><c>x</c>: white space and comments between the parts mean nothing.</summary>
    Extended = 8,

    /// <summary>What ModSecurity compiles every pattern of a rule with.</summary>
    Default = Multiline | DotAll,
}
