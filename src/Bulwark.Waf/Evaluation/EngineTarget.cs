using Bulwark.Waf.Evaluation.Planning;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>One variable that a rule looks at.</summary>
internal sealed class EngineTarget
{
    /// <summary>The variable, and which of its values.</summary>
    public required TargetSelector Selector { get; init; }

    public VariableKind Kind => Selector.Kind;

    /// <summary>Whether the rule wants the number of values (<c>&amp;ARGS</c>) and not the values.</summary>
    public bool IsCount { get; init; }

    /// <summary>Where <c>TX:name</c> lies; -1 for everything else.</summary>
    public int TxSlot { get; init; } = -1;

    /// <summary>Which variables of <c>TX</c> a regular expression selects; null for everything else.</summary>
    public TxSelection? TxNames { get; init; }

    /// <summary>The one name that is wanted, or of XML which kind of values; null where there are several.</summary>
    public string? Key { get; init; }

    /// <summary><see cref="Key"/> as bytes.</summary>
    public ByteSlice KeyBytes { get; init; }

    /// <summary>Values that the rule leaves out (<c>!ARGS:password</c>).</summary>
    public NameSelector[] Exclusions { get; init; } = [];

    /// <summary>Where the plan has found out which values are of interest; null where each has to be asked about.</summary>
    public Probe? Probe { get; set; }

    /// <summary>What selects a value inside the variable: its name, but for XML values, which have none, the kind of values.</summary>
    public ByteSlice NameOf(ByteSlice name) => Kind == VariableKind.Xml ? KeyBytes : name;

    /// <summary>Whether a value of that name is one that the rule looks at.</summary>
    public bool Wants(ReadOnlySpan<byte> name)
    {
        if (Selector.Names is { } names && !names.Matches(name))
            return false;

        foreach (var exclusion in Exclusions)
        {
            if (exclusion.Matches(name))
                return false;
        }

        return true;
    }
}
