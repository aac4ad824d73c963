using Bulwark.DataApi.Documents;
using GraphQLParser.AST;

namespace Bulwark.DataApi.Planning;

/// <summary>A field of an answer, after fragments and directives are gone and mentions of one response name are one.</summary>
internal sealed record CollectedField
{
    /// <summary>The key in the answer: the alias, else the name.</summary>
    public required string ResponseName { get; init; }

    public required string Name { get; init; }

    /// <summary>The place of the field, for errors.</summary>
    public required QueryPath Path { get; init; }

    /// <summary>Its arguments, in the order they were written.</summary>
    public required IReadOnlyList<KeyValuePair<string, InputValue>> Arguments { get; init; }

    /// <summary>The selection sets of all its mentions; none for a leaf.</summary>
    public required List<GraphQLSelectionSet> SelectionSets { get; init; }

    public InputValue? Argument(string name) => Arguments.FirstOrDefault(argument => argument.Key == name).Value;
}
