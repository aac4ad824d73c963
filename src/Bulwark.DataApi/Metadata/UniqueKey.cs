namespace Bulwark.DataApi.Metadata;

/// <summary>A unique constraint beside the primary key.</summary>
/// <param name="Name">The constraint.</param>
/// <param name="Columns">Its columns, in its order.</param>
internal sealed record UniqueKey(string Name, IReadOnlyList<string> Columns);
