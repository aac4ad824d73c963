using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Planning;

/// <summary>One key of an order.</summary>
/// <param name="Way">Object relationships that lead to the column, each with the role's filter for the table at its end.</param>
/// <param name="Column">The column.</param>
/// <param name="IsDescending">True for the <c>desc</c> orders.</param>
/// <param name="NullsFirst">True when rows without a value come first.</param>
internal sealed record OrderItem(IReadOnlyList<(Relationship Relationship, BoolExp Filter)> Way, Column Column, bool IsDescending, bool NullsFirst);
