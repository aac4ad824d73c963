using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;

namespace Bulwark.DataApi.Planning;

/// <summary>Plans what is read: a root field and everything below it.</summary>
internal static class SelectPlanner
{
    private static readonly string[] ListArguments = ["where", "order_by", "limit", "offset"];

    private static readonly VariableShape LimitShape = new(TypeReference.Named("Int"), CoerceLimit);
    private static readonly VariableShape OffsetShape = new(TypeReference.Named("Int"), CoerceOffset);

    /// <summary><c>t(where, order_by, limit, offset)</c>, as a root field or as an array relationship.</summary>
    public static SelectNode PlanList(PlanContext context, RoleTable table, CollectedField field)
    {
        CheckArguments(context, field, ListArguments);
        var at = field.Path["args"];
        return new SelectNode
        {
            Table = table,
            Fields = PlanRow(context, table, field),
            Where = new BoolExp.And([table.Select!.Filter, PlanWhere(context, table, field, at["where"])]),
            OrderBy = field.Argument("order_by") is { } order ? OrderByPlanner.Plan(context, table, order, at["order_by"]) : [],
            Limit = field.Argument("limit") is { } limit ? context.Bind(limit, LimitShape, at["limit"]) : null,
            Offset = field.Argument("offset") is { } offset ? context.Bind(offset, OffsetShape, at["offset"]) : null,
        };
    }

    /// <summary><c>t_by_pk(every key column)</c>.</summary>
    public static SelectNode PlanByKey(PlanContext context, RoleTable table, CollectedField field)
    {
        CheckArguments(context, field, [.. table.KeyColumns.Select(column => column.Name)]);
        return new SelectNode
        {
            Table = table,
            Fields = PlanRow(context, table, field),
            Where = new BoolExp.And([table.Select!.Filter, .. table.KeyColumns.Select(column => PlanKey(context, column, field))]),
            IsSingle = true,
        };
    }

    /// <summary>What is asked of each row of a table.</summary>
    public static IReadOnlyList<OutputField> PlanRow(PlanContext context, RoleTable table, CollectedField field)
    {
        if (field.SelectionSets.Count == 0)
            context.Fail(field.Path, $"missing selection set for '{field.Name}'");

        return [.. FieldCollector.Collect(context, field.SelectionSets, table.Name, field.Path.SelectionSet)
            .Select(inner => PlanField(context, table, inner))
            .OfType<OutputField>()];
    }

    /// <summary>Notes an error for an argument that the field does not have.</summary>
    public static void CheckArguments(PlanContext context, CollectedField field, IReadOnlyList<string> known)
    {
        foreach (var (name, _) in field.Arguments)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                context.Fail(field.Path, $"'{field.Name}' has no argument named '{name}'");
        }
    }

    /// <summary>Notes an error when a leaf is asked for more than itself.</summary>
    public static void CheckLeaf(PlanContext context, CollectedField field)
    {
        CheckArguments(context, field, []);
        if (field.SelectionSets.Count > 0)
            context.Fail(field.Path, "unexpected subselection set for non-object field");
    }

    private static OutputField? PlanField(PlanContext context, RoleTable table, CollectedField field)
    {
        if (field.Name == "__typename")
        {
            CheckLeaf(context, field);
            return new OutputField.TypeName(field.ResponseName, table.Name);
        }

        if (table.FindColumn(field.Name) is { } column)
        {
            CheckLeaf(context, field);
            return new OutputField.Value(field.ResponseName, column);
        }

        if (table.FindRelationship(field.Name) is { } relationship)
            return new OutputField.Related(field.ResponseName, relationship, PlanRelated(context, relationship, field));

        context.Fail(field.Path, $"field '{field.Name}' not found in type: '{table.Name}'");
        return null;
    }

    private static SelectNode PlanRelated(PlanContext context, Relationship relationship, CollectedField field)
    {
        var target = context.Schema.Table(relationship.Table);
        if (relationship.IsArray)
            return PlanList(context, target, field);

        CheckArguments(context, field, []);
        return new SelectNode { Table = target, Fields = PlanRow(context, target, field), Where = target.Select!.Filter, IsSingle = true };
    }

    private static BoolExp PlanWhere(PlanContext context, RoleTable table, CollectedField field, QueryPath path)
    {
        if (field.Argument("where") is not { } value)
            return BoolExp.True;

        var type = TypeReference.Named(TypeNames.BoolExp(table));
        var where = context.Resolve(value, type, path);
        return where.Kind == InputKind.Null ? BoolExp.True : WherePlanner.Plan(context, table, where, type, path);
    }

    private static BoolExp.Compare PlanKey(PlanContext context, Column column, CollectedField field)
    {
        var path = field.Path["args"][column.Name];
        var shape = new VariableShape(TypeNames.Value(column).Required, column.Type.Coerce);
        if (field.Argument(column.Name) is { } value)
            return new BoolExp.Compare(column, Comparison.Equal, context.Bind(value, shape, path));

        context.Fail(path, $"missing required field '{column.Name}'");
        return new BoolExp.Compare(column, Comparison.Equal, new Operand.Constant(null));
    }

    private static Coercion CoerceLimit(InputValue value) => value.Kind == InputKind.Null
        ? Coercion.Of(null)
        : Scalars.ReadInteger(value, 0, int.MaxValue, "a non-negative 32-bit integer", "Int");

    // A number or its digits: PostgreSQL's offset is a bigint, which JSON numbers of some clients cannot hold.
    private static Coercion CoerceOffset(InputValue value) => value.Kind switch
    {
        InputKind.Null => Coercion.Of(null),
        InputKind.Text => Scalars.ReadInteger(value with { Kind = InputKind.Integer }, 0, long.MaxValue, "a non-negative 64-bit integer", "bigint"),
        _ => Scalars.ReadInteger(value, 0, long.MaxValue, "a non-negative 64-bit integer", "bigint"),
    };
}
