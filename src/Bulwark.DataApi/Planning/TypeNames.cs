using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;

namespace Bulwark.DataApi.Planning;

/// <summary>The names that Hasura gives to the types of a table.</summary>
internal static class TypeNames
{
    public const string QueryRoot = "query_root";
    public const string MutationRoot = "mutation_root";
    public const string OrderByDirection = "order_by";

    public static string BoolExp(RoleTable table) => table.Name + "_bool_exp";

    public static string OrderBy(RoleTable table) => table.Name + "_order_by";

    public static string InsertInput(RoleTable table) => table.Name + "_insert_input";

    public static string MutationResponse(RoleTable table) => table.Name + "_mutation_response";

    public static string ComparisonExp(ScalarType scalar) => scalar.Name + "_comparison_exp";

    /// <summary>The type of a column's value, nullable.</summary>
    public static TypeReference Value(Column column) => TypeReference.Named(column.Type.Name);
}
