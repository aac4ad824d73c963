namespace Bulwark.DataApi.Planning;

/// <summary>A field of a <c>*_mutation_response</c>.</summary>
internal abstract record InsertAnswer(string ResponseName)
{
    /// <summary><c>affected_rows</c>.</summary>
    internal sealed record AffectedRows(string ResponseName) : InsertAnswer(ResponseName);

    /// <summary><c>returning</c>: something of each inserted row.</summary>
    internal sealed record Returning(string ResponseName, IReadOnlyList<OutputField> Fields) : InsertAnswer(ResponseName);

    /// <summary><c>__typename</c>.</summary>
    internal sealed record TypeName(string ResponseName, string Name) : InsertAnswer(ResponseName);
}
