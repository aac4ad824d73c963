using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;

namespace Bulwark.DataApi.Planning;

/// <summary>Reads <c>order_by</c>: one object or a list of them; within an object, the keys count in the order they were written.</summary>
internal static class OrderByPlanner
{
    /// <summary>The most keys of one order; SQLite takes two thousand.</summary>
    internal const int MaxKeys = 1000;

    private static readonly TypeReference Direction = TypeReference.Named(TypeNames.OrderByDirection);

    /// <summary>The keys of the order, the most important one first.</summary>
    public static IReadOnlyList<OrderItem> Plan(PlanContext context, RoleTable table, InputValue value, QueryPath path)
    {
        var element = TypeReference.Named(TypeNames.OrderBy(table)).Required;
        var list = context.Resolve(value, element.List, path);
        var items = new List<OrderItem>();
        if (list.Kind == InputKind.Null)
            return items;

        foreach (var (item, at) in PlanContext.Elements(list, path))
            PlanObject(context, table, context.Resolve(item, element, at), at, [], items);

        if (items.Count > MaxKeys)
            context.Fail(path, $"the order has more keys than the limit of {MaxKeys}");

        return items;
    }

    private static void PlanObject(
        PlanContext context, RoleTable table, InputValue value, QueryPath path, IReadOnlyList<(Relationship, BoolExp)> way, List<OrderItem> items)
    {
        if (value.Kind != InputKind.Object)
        {
            context.Fail(path, $"expected an object for type '{TypeNames.OrderBy(table)}', but found {value.Description}");
            return;
        }

        foreach (var (name, content) in value.Fields)
        {
            if (table.FindColumn(name) is { } column)
                PlanColumn(context, column, content, path[name], way, items);
            else if (table.FindRelationship(name) is { IsArray: false } relationship)
                PlanRelationship(context, relationship, content, path[name], way, items);
            else
                context.Fail(path[name], $"field '{name}' not found in type: '{TypeNames.OrderBy(table)}'");
        }
    }

    private static void PlanRelationship(
        PlanContext context, Relationship relationship, InputValue value, QueryPath path, IReadOnlyList<(Relationship, BoolExp)> way, List<OrderItem> items)
    {
        var target = context.Schema.Table(relationship.Table);
        var content = context.Resolve(value, TypeReference.Named(TypeNames.OrderBy(target)), path);
        if (content.Kind != InputKind.Null)
            PlanObject(context, target, content, path, [.. way, (relationship, target.Select!.Filter)], items);
    }

    private static void PlanColumn(
        PlanContext context, Column column, InputValue value, QueryPath path, IReadOnlyList<(Relationship, BoolExp)> way, List<OrderItem> items)
    {
        var direction = context.Resolve(value, Direction, path);
        if (direction.Kind == InputKind.Null)
            return;

        // JSON has no enums, so a variable brings the name as a string.
        if (direction.Kind != InputKind.Enum && !(direction.Kind == InputKind.Text && direction.IsJson))
            context.Fail(path, $"expected an enum value for type '{TypeNames.OrderByDirection}', but found {direction.Description}");
        else if (OrderDirections.Find(direction.Text) is not var (isDescending, nullsFirst))
            context.Fail(path, $"{OrderDirections.Expected}, but found '{direction.Text}'");
        else
            items.Add(new OrderItem(way, column, isDescending, nullsFirst));
    }
}
