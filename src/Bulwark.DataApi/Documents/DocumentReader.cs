using Bulwark.DataApi.Http;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace Bulwark.DataApi.Documents;

/// <summary>Parses a document, finds the operation that is meant, and measures it before anything else looks at it.</summary>
internal sealed class DocumentReader(LimitOptions limits)
{
    /// <summary>How deep the parser goes, values and types included; the limit that clients meet is lower and counts selection sets.</summary>
    private const int MaxNesting = 64;

    private static readonly ParserOptions Options = new() { Ignore = IgnoreOptions.All, MaxDepth = MaxNesting };

    /// <summary>The operation, or why there is none.</summary>
    public Operation? Read(string query, string? operationName, out GraphQLError? error)
    {
        if (query.Length > limits.QueryLength)
        {
            error = GraphQLError.Validation(QueryPath.Root["query"], $"the query is longer than the limit of {limits.QueryLength} characters");
            return null;
        }

        if (Parse(query) is not { Definitions.Count: > 0 } document || document.Definitions.Any(definition => !IsExecutable(definition)))
        {
            error = GraphQLError.Validation(QueryPath.Root["query"], "not a valid graphql query");
            return null;
        }

        return Select(document, operationName, out error) is { } definition ? Build(document, definition, out error) : null;
    }

    private static GraphQLDocument? Parse(string query)
    {
        try
        {
            return Parser.Parse(query, Options);
        }
        catch (GraphQLParserException)
        {
            return null;
        }
    }

    private static bool IsExecutable(ASTNode definition) => definition is GraphQLOperationDefinition or GraphQLFragmentDefinition;

    private static GraphQLOperationDefinition? Select(GraphQLDocument document, string? name, out GraphQLError? error)
    {
        error = null;
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        if (name is null)
        {
            if (operations is [var only])
                return only;

            error = GraphQLError.Validation(QueryPath.Root, "exactly one operation has to be present in the document when operationName is not specified");
            return null;
        }

        var named = operations.Where(operation => operation.Name?.StringValue == name).ToList();
        if (named is [var match])
            return match;

        error = GraphQLError.Validation(
            QueryPath.Root, named.Count == 0 ? $"no such operation found in the document: \"{name}\"" : $"the operation \"{name}\" stands twice in the document");
        return null;
    }

    private Operation? Build(GraphQLDocument document, GraphQLOperationDefinition definition, out GraphQLError? error)
    {
        var fragments = new Dictionary<string, GraphQLFragmentDefinition>(StringComparer.Ordinal);
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
        {
            if (!fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment))
            {
                error = GraphQLError.Validation(QueryPath.Root, $"the fragment \"{fragment.FragmentName.Name.StringValue}\" is defined twice");
                return null;
            }
        }

        error = definition.Operation == OperationType.Subscription
            ? GraphQLError.Whole(ErrorCode.UnexpectedPayload, "subscriptions are not supported over HTTP, use websockets instead")
            : new DocumentMeasure(limits, fragments).Check(definition);
        if (error is not null || ReadVariables(definition, out error) is not { } variables)
            return null;

        return new Operation { Type = definition.Operation, SelectionSet = definition.SelectionSet, Variables = variables, Fragments = fragments };
    }

    private static List<VariableDefinition>? ReadVariables(GraphQLOperationDefinition definition, out GraphQLError? error)
    {
        var variables = new List<VariableDefinition>();
        foreach (var item in definition.Variables?.Items ?? [])
        {
            var name = item.Variable.Name.StringValue;
            if (variables.Exists(variable => variable.Name == name))
            {
                error = GraphQLError.Validation(QueryPath.Root, $"multiple definitions for variable \"{name}\"");
                return null;
            }

            // A default is a constant (GraphQL section 2.10): the parser lets no variable through here.
            var standard = item.DefaultValue is null ? null : InputReader.Read(item.DefaultValue);
            if (item.DefaultValue is not null && standard is null)
            {
                error = GraphQLError.Validation(QueryPath.Root, $"the default of variable \"{name}\" names a field twice");
                return null;
            }

            variables.Add(new VariableDefinition(name, TypeReference.Read(item.Type), standard));
        }

        error = null;
        return variables;
    }
}
