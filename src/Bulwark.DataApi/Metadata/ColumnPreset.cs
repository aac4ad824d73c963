namespace Bulwark.DataApi.Metadata;

/// <summary>A column that an insert sets by itself.</summary>
/// <param name="Column">The column.</param>
/// <param name="Value">What it is set to.</param>
internal sealed record ColumnPreset(Column Column, Operand Value);
