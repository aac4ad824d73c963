namespace Bulwark.Waf.Parsing.Syntax;

/// <summary>What a rule wants of a variable.</summary>
internal enum TargetForm
{
    Values,
    Count,
    Exclusion,
}
