namespace Bulwark.DataApi.Metadata;

/// <summary>A foreign key constraint.</summary>
/// <param name="Name">The constraint.</param>
/// <param name="Column">The column that refers.</param>
/// <param name="Table">The table referred to.</param>
/// <param name="TargetColumn">The column referred to.</param>
internal sealed record ForeignKey(string Name, string Column, string Table, string TargetColumn);
