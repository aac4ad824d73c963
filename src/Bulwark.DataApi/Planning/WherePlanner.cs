using System.Text;
using System.Text.Json;
using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;

namespace Bulwark.DataApi.Planning;

/// <summary>Reads a <c>*_bool_exp</c>: what a client may say about rows, in the columns and relationships that its role sees.</summary>
internal static class WherePlanner
{
    /// <summary>The longest pattern of <c>_like</c> and <c>_ilike</c>, in characters.</summary>
    internal const int MaxPatternLength = 1000;

    /// <summary>The most relationships that a condition goes through one after the other. SQLite bounds how deep an expression nests, and each adds some twenty levels.</summary>
    internal const int MaxRelationships = 10;

    private static readonly TypeReference NullableBoolean = TypeReference.Named("Boolean");

    /// <summary>The condition; several fields of one object must all hold.</summary>
    public static BoolExp Plan(PlanContext context, RoleTable table, InputValue value, TypeReference location, QueryPath path)
    {
        if (Fields(context, value, location, TypeNames.BoolExp(table), path) is not { } fields)
            return BoolExp.True;

        return new BoolExp.And([.. fields.Select(field => PlanField(context, table, field.Key, field.Value, path[field.Key]))]);
    }

    private static BoolExp PlanField(PlanContext context, RoleTable table, string name, InputValue value, QueryPath path)
    {
        var type = TypeReference.Named(TypeNames.BoolExp(table));
        switch (name)
        {
            case "_and":
                return new BoolExp.And(PlanList(context, table, value, path));
            case "_or":
                return new BoolExp.Or(PlanList(context, table, value, path));
            case "_not":
                return new BoolExp.Not(Plan(context, table, value, type, path));
        }

        if (table.FindColumn(name) is { } column)
            return PlanColumn(context, column, value, path);

        if (table.FindRelationship(name) is { } relationship)
            return PlanRelationship(context, relationship, value, path);

        context.Fail(path, $"field '{name}' not found in type: '{TypeNames.BoolExp(table)}'");
        return BoolExp.True;
    }

    private static List<BoolExp> PlanList(PlanContext context, RoleTable table, InputValue value, QueryPath path)
    {
        var element = TypeReference.Named(TypeNames.BoolExp(table)).Required;
        var list = context.Resolve(value, element.List, path);
        return [.. PlanContext.Elements(list, path).Select(item => Plan(context, table, item.Value, element, item.Path))];
    }

    // Rows that the role does not see are not there for its conditions either.
    private static BoolExp PlanRelationship(PlanContext context, Relationship relationship, InputValue value, QueryPath path)
    {
        if (context.RelationshipsAbove >= MaxRelationships)
        {
            context.Fail(path, $"the condition goes through more relationships than the limit of {MaxRelationships}");
            return BoolExp.True;
        }

        context.RelationshipsAbove++;
        var target = context.Schema.Table(relationship.Table);
        var condition = Plan(context, target, value, TypeReference.Named(TypeNames.BoolExp(target)), path);
        context.RelationshipsAbove--;
        return new BoolExp.Exists(relationship, new BoolExp.And([target.Select!.Filter, condition]));
    }

    private static BoolExp PlanColumn(PlanContext context, Column column, InputValue value, QueryPath path)
    {
        var type = TypeNames.ComparisonExp(column.Type);
        if (Fields(context, value, TypeReference.Named(type), type, path) is not { } operators)
            return BoolExp.True;

        return new BoolExp.And([.. operators.Select(field => PlanOperator(context, column, field.Key, field.Value, path[field.Key]))]);
    }

    private static BoolExp PlanOperator(PlanContext context, Column column, string name, InputValue value, QueryPath path)
    {
        switch (name)
        {
            case "_in" or "_nin":
                return PlanIn(context, column, value, name == "_nin", path);
            case "_is_null":
                return PlanIsNull(context, column, value, path);
        }

        if (ComparisonOperators.Find(name, column.Type) is { } comparison)
            return new BoolExp.Compare(column, comparison, context.Bind(value, ShapeOf(column, comparison), path));

        context.Fail(path, $"field '{name}' not found in type: '{TypeNames.ComparisonExp(column.Type)}'");
        return BoolExp.True;
    }

    private static VariableShape ShapeOf(Column column, Comparison comparison) => new(
        TypeNames.Value(column), comparison is Comparison.Like or Comparison.LikeIgnoringCase ? CoercePattern : column.Type.Coerce);

    // The cost of a match grows with value times pattern.
    private static Coercion CoercePattern(InputValue value) => value.Text.Length > MaxPatternLength
        ? Coercion.Fail(Http.ErrorCode.ValidationFailed, $"the pattern is longer than the limit of {MaxPatternLength} characters")
        : Scalars.String.Coerce(value);

    private static BoolExp.IsNull PlanIsNull(PlanContext context, Column column, InputValue value, QueryPath path)
    {
        var isNull = context.Resolve(value, NullableBoolean, path);
        if (isNull.Kind != InputKind.Boolean)
            context.Fail(path, Scalars.Boolean.Coerce(isNull));

        return new BoolExp.IsNull(column, IsNegated: !isNull.IsTrue);
    }

    private static BoolExp PlanIn(PlanContext context, Column column, InputValue value, bool isNegated, QueryPath path)
    {
        var element = TypeNames.Value(column).Required;
        if (value.Kind == InputKind.Variable)
            return new BoolExp.InList(column, context.Bind(value, new VariableShape(element.List, list => CoerceList(column.Type, list)), path), isNegated);

        if (value.Kind == InputKind.Null)
            context.Fail(path, $"expected a list for type '{column.Type.Name}', but found null");

        var shape = new VariableShape(element, column.Type.Coerce);
        return new BoolExp.In(column, [.. PlanContext.Elements(value, path).Select(item => context.Bind(item.Value, shape, item.Path))], isNegated);
    }

    // One parameter for the whole list: the SQL stays the same however long the list is.
    private static Coercion CoerceList(ScalarType type, InputValue list)
    {
        if (list.Kind == InputKind.Null)
            return Coercion.Fail(Http.ErrorCode.ValidationFailed, $"expected a list for type '{type.Name}', but found null");

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var (item, _) in PlanContext.Elements(list, QueryPath.Root))
            {
                var coercion = type.Coerce(item);
                if (coercion.Problem is not null)
                    return coercion;

                Write(writer, coercion.Value!);
            }

            writer.WriteEndArray();
        }

        return Coercion.Of(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        if (value is long number)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue((string)value);
    }

    private static IReadOnlyList<KeyValuePair<string, InputValue>>? Fields(
        PlanContext context, InputValue value, TypeReference location, string type, QueryPath path)
    {
        var resolved = context.Resolve(value, location, path);
        if (resolved.Kind == InputKind.Object)
            return resolved.Fields;

        context.Fail(path, $"expected an object for type '{type}', but found {resolved.Description}");
        return null;
    }
}
