using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;

namespace Bulwark.DataApi.Planning;

/// <summary>Plans what is inserted, and what is asked of the new rows.</summary>
internal static class InsertPlanner
{
    /// <summary><c>insert_t(objects: [...])</c>.</summary>
    public static InsertNode PlanMany(PlanContext context, RoleTable table, CollectedField field)
    {
        SelectPlanner.CheckArguments(context, field, ["objects"]);
        var path = field.Path["args"]["objects"];
        var rows = PlanObjects(context, table, field.Argument("objects"), path);
        return new InsertNode { Table = table, Rows = rows, Answers = PlanAnswers(context, table, field), Path = path };
    }

    /// <summary><c>insert_t_one(object: {...})</c>.</summary>
    public static InsertNode PlanOne(PlanContext context, RoleTable table, CollectedField field)
    {
        SelectPlanner.CheckArguments(context, field, ["object"]);
        var path = field.Path["args"]["object"];
        var row = Required(context, field.Argument("object"), "object", path);
        return new InsertNode
        {
            Table = table,
            Rows = [PlanRow(context, table, row, path)],
            Answers = [new InsertAnswer.Returning(field.ResponseName, SelectPlanner.PlanRow(context, table, field))],
            IsOne = true,
            Path = path,
        };
    }

    private static List<IReadOnlyDictionary<string, Operand>> PlanObjects(PlanContext context, RoleTable table, InputValue? given, QueryPath path)
    {
        var location = TypeReference.Named(TypeNames.InsertInput(table)).Required.List.Required;
        var list = context.Resolve(Required(context, given, "objects", path), location, path);
        return [.. PlanContext.Elements(list, path).Select(item => PlanRow(context, table, item.Value, item.Path))];
    }

    private static InputValue Required(PlanContext context, InputValue? given, string name, QueryPath path)
    {
        if (given is null)
            context.Fail(path, $"missing required field '{name}'");

        return given ?? InputValue.Null;
    }

    private static Dictionary<string, Operand> PlanRow(PlanContext context, RoleTable table, InputValue value, QueryPath path)
    {
        var type = TypeNames.InsertInput(table);
        var row = table.Insert!.Set.ToDictionary(preset => preset.Column.Name, preset => preset.Value, StringComparer.Ordinal);
        var content = context.Resolve(value, TypeReference.Named(type).Required, path);
        if (content.Kind != InputKind.Object)
        {
            context.Fail(path, $"expected an object for type '{type}', but found {content.Description}");
            return row;
        }

        foreach (var (name, given) in content.Fields)
        {
            if (table.InsertColumns.FirstOrDefault(column => column.Name == name) is { } column)
                row[name] = context.Bind(given, new VariableShape(TypeNames.Value(column), column.Type.CoerceNullable), path[name]);
            else
                context.Fail(path[name], $"field '{name}' not found in type: '{type}'");
        }

        return row;
    }

    private static List<InsertAnswer> PlanAnswers(PlanContext context, RoleTable table, CollectedField field)
    {
        if (field.SelectionSets.Count == 0)
            context.Fail(field.Path, $"missing selection set for '{field.Name}'");

        return [.. FieldCollector.Collect(context, field.SelectionSets, TypeNames.MutationResponse(table), field.Path.SelectionSet)
            .Select(inner => PlanAnswer(context, table, inner))
            .OfType<InsertAnswer>()];
    }

    private static InsertAnswer? PlanAnswer(PlanContext context, RoleTable table, CollectedField field)
    {
        switch (field.Name)
        {
            case "affected_rows":
                SelectPlanner.CheckLeaf(context, field);
                return new InsertAnswer.AffectedRows(field.ResponseName);
            case "returning" when table.Select is not null:
                SelectPlanner.CheckArguments(context, field, []);
                return new InsertAnswer.Returning(field.ResponseName, SelectPlanner.PlanRow(context, table, field));
            case "__typename":
                SelectPlanner.CheckLeaf(context, field);
                return new InsertAnswer.TypeName(field.ResponseName, TypeNames.MutationResponse(table));
            default:
                context.Fail(field.Path, $"field '{field.Name}' not found in type: '{TypeNames.MutationResponse(table)}'");
                return null;
        }
    }
}
