using GraphQLParser.AST;

namespace Bulwark.DataApi.Documents;

/// <summary>A type as it is written: <c>uuid</c>, <c>uuid!</c>, <c>[lists_order_by!]</c>.</summary>
internal sealed record TypeReference
{
    /// <summary>The name; null for a list.</summary>
    public string? Name { get; private init; }

    /// <summary>What a list holds; null for a name.</summary>
    public TypeReference? Element { get; private init; }

    /// <summary>True for <c>!</c>: null is not a value of it.</summary>
    public bool IsRequired { get; private init; }

    /// <summary>The same type with <c>!</c>.</summary>
    public TypeReference Required => this with { IsRequired = true };

    /// <summary>The same type without <c>!</c>.</summary>
    public TypeReference Nullable => this with { IsRequired = false };

    /// <summary>A list whose elements are this.</summary>
    public TypeReference List => new() { Element = this };

    public static TypeReference Named(string name) => new() { Name = name };

    /// <summary>The type of a variable's definition.</summary>
    public static TypeReference Read(GraphQLType type) => type switch
    {
        GraphQLNonNullType required => Read(required.Type).Required,
        GraphQLListType list => Read(list.Type).List,
        GraphQLNamedType named => Named(named.Name.StringValue),
        _ => throw new InvalidOperationException($"The parser gave a type of kind {type.Kind}"),
    };

    /// <summary>Whether a variable of this type may stand where <paramref name="location"/> is expected (GraphQL section 5.8.5).</summary>
    public bool FitsInto(TypeReference location, bool hasDefault)
    {
        if (location.IsRequired && !IsRequired && !hasDefault)
            return false;

        if (Element is null || location.Element is null)
            return Element is null && location.Element is null && Name == location.Name;

        return Element.FitsInto(location.Element, hasDefault: false);
    }

    public override string ToString() => (Element is null ? Name : $"[{Element}]") + (IsRequired ? "!" : "");
}
