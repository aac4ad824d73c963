using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;

namespace Bulwark.DataApi.Planning;

/// <summary>Rows of a table and what is asked of each: a root field, or a relationship below one.</summary>
internal sealed record SelectNode
{
    public required RoleTable Table { get; init; }

    /// <summary>What each row's object holds, in the order of the answer.</summary>
    public required IReadOnlyList<OutputField> Fields { get; init; }

    /// <summary>The role's filter and the client's <c>where</c>, together.</summary>
    public required BoolExp Where { get; init; }

    /// <summary>True when the answer is one object or null, not a list.</summary>
    public bool IsSingle { get; init; }

    public IReadOnlyList<OrderItem> OrderBy { get; init; } = [];

    /// <summary>The client's limit; null or a null value: none.</summary>
    public Operand? Limit { get; init; }

    /// <summary>Rows to leave out first; null or a null value: none.</summary>
    public Operand? Offset { get; init; }
}
