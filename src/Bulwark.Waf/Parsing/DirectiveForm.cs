namespace Bulwark.Waf.Parsing;

/// <summary>What a directive is to the engine.</summary>
internal enum DirectiveForm
{
    Include,
    Rule,
    Action,
    Marker,
    DefaultAction,
    Removal,
    TargetUpdate,
    ActionUpdate,

    /// <summary>A setting of the engine.</summary>
    Setting,

    /// <summary>Known, but about something that this engine does not have: accepted, so that recommended configurations load.</summary>
    WithoutEffect,

    /// <summary>Known, but leaving it out would change verdicts or promises: refused.</summary>
    Refused,
}
