namespace Bulwark.Waf.GraphQl;

/// <summary>What a GraphQL document would cost and ask for, as far as its text tells. Of several operations each number is that of the worst.</summary>
internal readonly record struct GraphQlShape
{
    /// <summary>No number is larger than this; fragments that use fragments can stand for any number of fields.</summary>
    public const int MaxNumber = 1_000_000_000;

    /// <summary>How many fields lie inside each other, fragments inserted.</summary>
    public int Depth { get; init; }

    /// <summary>How many fields it asks for, fragments inserted.</summary>
    public int Fields { get; init; }

    /// <summary>How many fields it asks for at the top, fragments inserted.</summary>
    public int RootFields { get; init; }

    /// <summary>How many fields get another name, fragments inserted.</summary>
    public int Aliases { get; init; }

    /// <summary>How often a field stands again in a selection set that has it already.</summary>
    public int Duplicates { get; init; }

    /// <summary>Whether it asks for the schema.</summary>
    public bool IsIntrospection { get; init; }

    /// <summary>Whether fragments use each other in a circle.</summary>
    public bool HasFragmentCycle { get; init; }

    /// <summary>Whether one of its operations changes something.</summary>
    public bool HasMutation { get; init; }

    /// <summary>The worst of two documents of one request.</summary>
    public GraphQlShape Join(GraphQlShape other) => new()
    {
        Depth = Math.Max(Depth, other.Depth),
        Fields = Math.Max(Fields, other.Fields),
        RootFields = Math.Max(RootFields, other.RootFields),
        Aliases = Math.Max(Aliases, other.Aliases),
        Duplicates = Math.Max(Duplicates, other.Duplicates),
        IsIntrospection = IsIntrospection || other.IsIntrospection,
        HasFragmentCycle = HasFragmentCycle || other.HasFragmentCycle,
        HasMutation = HasMutation || other.HasMutation,
    };
}
