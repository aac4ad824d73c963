using System.Globalization;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Rules.Actions;

namespace Bulwark.Waf.Rules;

/// <summary>What the actions of one rule come to: of those that can be given once, the last one holds; the others add up.</summary>
internal sealed class ActionList
{
    private static readonly Dictionary<string, Action<ActionList, string>> Readers = new(StringComparer.Ordinal)
    {
        ["id"] = (list, argument) => list.Id = ReadId(argument),
        ["phase"] = (list, argument) => list.Phase = ReadPhase(argument),
        ["chain"] = (list, _) => list.IsChained = true,
        ["skip"] = (list, argument) => list.Skip = Number(argument, 1, int.MaxValue),
        ["skipAfter"] = (list, argument) => list.SkipAfter = argument,
        ["t"] = (list, argument) => list.Transform(argument),
        ["capture"] = (list, _) => list.IsCapture = true,
        ["multiMatch"] = (list, _) => list.IsMultiMatch = true,

        ["block"] = (list, _) => list.Block(),
        ["pass"] = (list, _) => list.Disrupt(DisruptionKind.Pass),
        ["deny"] = (list, _) => list.Disrupt(DisruptionKind.Deny),
        ["drop"] = (list, _) => list.Disrupt(DisruptionKind.Drop),
        ["allow"] = (list, argument) => list.Disrupt(Allow(argument)),
        ["redirect"] = (list, argument) => list.Disrupt(DisruptionKind.Redirect, argument),
        ["proxy"] = (list, argument) => list.Disrupt(DisruptionKind.Proxy, argument),
        ["status"] = (list, argument) => list.Status = Number(argument, 100, 599),

        ["log"] = (list, _) => list.Log(isLogged: true),
        ["nolog"] = (list, _) => list.Log(isLogged: false),
        ["auditlog"] = (list, _) => list.IsAuditLogged = true,
        ["noauditlog"] = (list, _) => list.IsAuditLogged = false,
        ["msg"] = (list, argument) => list.Message = MacroText.Parse(argument),
        ["logdata"] = (list, argument) => list.LogData = MacroText.Parse(argument),
        ["tag"] = (list, argument) => list._tags.Add(MacroText.Parse(argument)),
        ["severity"] = (list, argument) => list.Severity = ReadSeverity(argument),
        ["ver"] = (list, argument) => list.Version = argument,
        ["rev"] = (list, argument) => list.Revision = argument,
        ["maturity"] = (list, argument) => list.Maturity = Number(argument, 0, 10),
        ["accuracy"] = (list, argument) => list.Accuracy = Number(argument, 0, 10),
    };

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
            if (Readers.TryGetValue(action.Name, out var read))
                read(this, action.Argument ?? "");
            else if (ActionReader.Read(action) is { } other)
                _actions.Add(other);
        }
        catch (RuleException e)
        {
            throw new RuleException($"{action.Name}: {e.Message}", e);
        }
    }

    private void Transform(string name)
    {
        if (name == "none")
            _transformations.Clear();
        else
            _transformations.Add(name);
    }

    private void Log(bool isLogged) => IsLogged = IsAuditLogged = isLogged;

    private void Block()
    {
        Disruption = null;
        IsBlock = true;
    }

    private void Disrupt(DisruptionKind kind, string? url = null)
    {
        Disruption = (kind, url is null ? null : MacroText.Parse(url));
        IsBlock = false;
    }

    private static int ReadId(string value) => RuleId.TryParse(value, out var id) ? id : throw new RuleException($"'{value}' is not a rule ID");

    private static DisruptionKind Allow(string argument) =>
        argument.Length == 0 ? DisruptionKind.Allow
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
