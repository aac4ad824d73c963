using System.Globalization;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Rules.Actions;

namespace Bulwark.Waf.Rules;

/// <summary>What the actions of one rule come to: of those that can be given once, the last one holds; the others add up.</summary>
internal sealed class ActionList
{
    private readonly List<RuleAction> _actions = [];
    private readonly List<string> _transformations = [];
    private readonly List<MacroText> _tags = [];

    public int? Id { get; private set; }

    public RulePhase? Phase { get; private set; }

    public bool IsChained { get; private set; }

    /// <summary>The disruptive action; null without one or for <c>block</c>, which <see cref="IsBlock"/> tells.</summary>
    public (DisruptionKind Kind, MacroText? Url)? Disruption { get; private set; }

    public bool IsBlock { get; private set; }

    public int? Status { get; private set; }

    public bool? IsLogged { get; private set; }

    public bool? IsAuditLogged { get; private set; }

    public int? Skip { get; private set; }

    public string? SkipAfter { get; private set; }

    public bool IsMultiMatch { get; private set; }

    public bool IsCapture { get; private set; }

    public MacroText? Message { get; private set; }

    public MacroText? LogData { get; private set; }

    public Severity? Severity { get; private set; }

    public string? Version { get; private set; }

    public string? Revision { get; private set; }

    public int? Maturity { get; private set; }

    public int? Accuracy { get; private set; }

    public IReadOnlyList<RuleAction> Actions => _actions;

    public IReadOnlyList<string> Transformations => _transformations;

    public IReadOnlyList<MacroText> Tags => _tags;

    /// <exception cref="RuleException">The action's argument is not understood.</exception>
    public void Add(ActionSyntax action)
    {
        try
        {
            if (TryAddFlag(action.Name) || TryAddDisruption(action) || TryAddMetadata(action) || TryAddFlow(action))
                return;

            if (ActionReader.Read(action) is { } read)
                _actions.Add(read);
        }
        catch (RuleException e)
        {
            throw new RuleException($"{action.Name}: {e.Message}", e);
        }
    }

    private bool TryAddFlag(string name)
    {
        switch (name)
        {
            case "chain": IsChained = true; return true;
            case "capture": IsCapture = true; return true;
            case "multiMatch": IsMultiMatch = true; return true;
            case "log": IsLogged = IsAuditLogged = true; return true;
            case "nolog": IsLogged = IsAuditLogged = false; return true;
            case "auditlog": IsAuditLogged = true; return true;
            case "noauditlog": IsAuditLogged = false; return true;
            default: return false;
        }
    }

    private bool TryAddDisruption(ActionSyntax action)
    {
        switch (action.Name)
        {
            case "block": Disruption = null; IsBlock = true; return true;
            case "pass": return Disrupt(DisruptionKind.Pass);
            case "deny": return Disrupt(DisruptionKind.Deny);
            case "drop": return Disrupt(DisruptionKind.Drop);
            case "allow": return Disrupt(Allow(action.Argument));
            case "redirect": return Disrupt(DisruptionKind.Redirect, MacroText.Parse(action.Argument!));
            case "proxy": return Disrupt(DisruptionKind.Proxy, MacroText.Parse(action.Argument!));
            case "status": Status = Number(action.Argument!, 100, 599); return true;
            default: return false;
        }
    }

    private bool TryAddMetadata(ActionSyntax action)
    {
        var argument = action.Argument ?? "";
        switch (action.Name)
        {
            case "id": Id = RuleId.TryParse(argument, out var id) ? id : throw new RuleException($"'{argument}' is not a rule ID"); return true;
            case "msg": Message = MacroText.Parse(argument); return true;
            case "logdata": LogData = MacroText.Parse(argument); return true;
            case "severity": Severity = ReadSeverity(argument); return true;
            case "tag": _tags.Add(MacroText.Parse(argument)); return true;
            case "ver": Version = argument; return true;
            case "rev": Revision = argument; return true;
            case "maturity": Maturity = Number(argument, 0, 10); return true;
            case "accuracy": Accuracy = Number(argument, 0, 10); return true;
            default: return false;
        }
    }

    private bool TryAddFlow(ActionSyntax action)
    {
        switch (action.Name)
        {
            case "phase": Phase = ReadPhase(action.Argument!); return true;
            case "skip": Skip = Number(action.Argument!, 1, int.MaxValue); return true;
            case "skipAfter": SkipAfter = action.Argument; return true;
            case "t" when action.Argument == "none": _transformations.Clear(); return true;
            case "t": _transformations.Add(action.Argument!); return true;
            default: return false;
        }
    }

    private bool Disrupt(DisruptionKind kind, MacroText? url = null)
    {
        Disruption = (kind, url);
        IsBlock = false;
        return true;
    }

    private static DisruptionKind Allow(string? argument) =>
        argument is null ? DisruptionKind.Allow
        : Words.Is(argument, "phase") ? DisruptionKind.AllowPhase
        : Words.Is(argument, "request") ? DisruptionKind.AllowRequest
        : throw new RuleException($"'{argument}' is neither phase nor request");

    private static RulePhase ReadPhase(string value) =>
        Words.Is(value, "request") ? RulePhase.RequestBody
        : Words.Is(value, "response") ? RulePhase.ResponseBody
        : Words.Is(value, "logging") ? RulePhase.Logging
        : (RulePhase)Number(value, (int)RulePhase.RequestHeaders, (int)RulePhase.Logging);

    private static Severity ReadSeverity(string value)
    {
        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (Words.Is(value, severity.ToString()))
                return severity;
        }

        return value is [>= '0' and <= '7']
            ? (Severity)(value[0] - '0')
            : throw new RuleException($"'{value}' is none of {string.Join(", ", Enum.GetNames<Severity>())} and no number from 0 to 7");
    }

    private static int Number(string value, int minimum, int maximum) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && minimum <= number && number <= maximum
            ? number
            : throw new RuleException($"'{value}' is not a whole number from {minimum} to {maximum}");
}
