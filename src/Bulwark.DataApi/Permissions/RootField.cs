namespace Bulwark.DataApi.Permissions;

/// <summary>A field of <c>query_root</c> or <c>mutation_root</c>.</summary>
/// <param name="Name">Its name: <c>lists</c>, <c>lists_by_pk</c>, <c>insert_lists</c>, <c>insert_lists_one</c>.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Table">The table it is about.</param>
internal sealed record RootField(string Name, RootFieldKind Kind, RoleTable Table);
