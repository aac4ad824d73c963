using GraphQLParser.AST;

namespace Bulwark.DataApi.Documents;

/// <summary>The operation of a document that is to be run, within every limit: what the plan cache keeps of a document.</summary>
internal sealed record Operation
{
    /// <summary>Query, mutation or subscription.</summary>
    public required OperationType Type { get; init; }

    public required GraphQLSelectionSet SelectionSet { get; init; }

    public required IReadOnlyList<VariableDefinition> Variables { get; init; }

    /// <summary>Every fragment of the document. None of those that the operation reaches is part of a cycle.</summary>
    public required IReadOnlyDictionary<string, GraphQLFragmentDefinition> Fragments { get; init; }
}
