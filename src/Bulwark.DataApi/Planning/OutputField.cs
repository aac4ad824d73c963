using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Planning;

/// <summary>One key of a row's object in the answer.</summary>
internal abstract record OutputField(string ResponseName)
{
    /// <summary>A column's value.</summary>
    internal sealed record Value(string ResponseName, Column Column) : OutputField(ResponseName);

    /// <summary><c>__typename</c>.</summary>
    internal sealed record TypeName(string ResponseName, string Name) : OutputField(ResponseName);

    /// <summary>What is at the other end of a relationship.</summary>
    internal sealed record Related(string ResponseName, Relationship Relationship, SelectNode Node) : OutputField(ResponseName);
}
