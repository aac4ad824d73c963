using Bulwark.Waf.Matching.Automata;

namespace Bulwark.Waf;

/// <summary>What an engine is told beside its rules.</summary>
public sealed record WafOptions
{
    public static WafOptions Default { get; } = new();

    /// <summary>The clock of <c>TIME</c>, <c>DURATION</c> and of collections that expire.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How much inspecting any request may cost, in bytes looked at (<see cref="Transaction.Cost"/>); beyond it, <see cref="Transaction.IsBudgetExceeded"/>.</summary>
    public long Budget { get; init; } = 4 * 1024 * 1024;

    /// <summary>How much more it may cost for each byte that a request and its response have. Ordinary requests cost 10 to 30 with the Core Rule Set.</summary>
    public int BudgetPerByte { get; init; } = 64;

    /// <summary>Whether somebody else decides from what rules find, as a web ACL does: rules then only detect, whatever <c>SecRuleEngine</c> says, request bodies
    /// are always read, also such in no known format.</summary>
    public bool IsDecidedOutside { get; init; }

    /// <summary>How many collections (<c>IP</c>, <c>SESSION</c>) are kept from request to request.</summary>
    public int MaxCollections { get; init; } = 100_000;

    /// <summary>How many bytes automata may take for what they learn from values. Less makes matching slower, and never different.</summary>
    public long MatcherMemory { get; init; } = AutomatonMemory.DefaultLimit;

    /// <summary>Whether each rule is asked by itself, slowly: what tests compare with.</summary>
    internal bool IsReference { get; init; }
}
