using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Tests.Permissions;

/// <summary>Rows in memory, and conditions on them by the book: three-valued logic, no SQL, no cleverness. What the real answers are held against.</summary>
internal sealed class NaiveDatabase(string userId)
{
    public Dictionary<string, List<Dictionary<string, object?>>> Tables { get; } = StarterSchema.Tables.ToDictionary(
        table => table.Name, _ => new List<Dictionary<string, object?>>(), StringComparer.Ordinal);

    /// <summary>The rows that a role may read.</summary>
    public IEnumerable<Dictionary<string, object?>> Visible(string role, string table)
    {
        var permission = StarterSchema.Tables.Single(candidate => candidate.Name == table).SelectPermissions.SingleOrDefault(candidate => candidate.Role == role);
        return permission is null ? [] : Tables[table].Where(row => Holds(permission.Filter, row) == true);
    }

    /// <summary>The rows at the other end of a relationship, whoever may read them.</summary>
    public IEnumerable<Dictionary<string, object?>> Related(Relationship relationship, Dictionary<string, object?> row) => row[relationship.Column] is { } key
        ? Tables[relationship.Table].Where(target => Equals(target[relationship.TargetColumn], key))
        : [];

    /// <summary>True, false, or null for unknown.</summary>
    public bool? Holds(BoolExp condition, Dictionary<string, object?> row) => condition switch
    {
        BoolExp.And and => All([.. and.Parts.Select(part => Holds(part, row))]),
        BoolExp.Or or => Any([.. or.Parts.Select(part => Holds(part, row))]),
        BoolExp.Not not => !Holds(not.Part, row),
        BoolExp.IsNull isNull => row[isNull.Column.Name] is null != isNull.IsNegated,
        BoolExp.Exists exists => Related(exists.Relationship, row).Any(target => Holds(exists.Condition, target) == true),
        BoolExp.Compare { Comparison: Comparison.Equal } equal => row[equal.Column.Name] is { } value ? Equals(value, ValueOf(equal.Value)) : null,
        _ => throw new InvalidOperationException($"The starter schema's permissions have no {condition}"),
    };

    public static bool? All(IReadOnlyCollection<bool?> parts) => parts.Contains(false) ? false : parts.Contains(null) ? null : true;

    public static bool? Any(IReadOnlyCollection<bool?> parts) => parts.Contains(true) ? true : parts.Contains(null) ? null : false;

    private object? ValueOf(Operand operand) => operand switch
    {
        Operand.Constant constant => constant.Value,
        Operand.Session { Name: "x-hasura-user-id" } => userId,
        _ => throw new InvalidOperationException($"The starter schema's permissions have no {operand}"),
    };
}
