namespace Bulwark.Waf.Parsing;

/// <summary>Whether an action has an argument.</summary>
internal enum ActionArgument
{
    None,
    Optional,
    Required,
}
