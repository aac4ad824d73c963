using Bulwark.DataApi.Documents;
using GraphQLParser.AST;

namespace Bulwark.DataApi.Planning;

/// <summary>Turns selection sets into the fields of an answer (GraphQL section 6.3.2): fragments inlined, <c>@skip</c> and <c>@include</c> decided.</summary>
internal static class FieldCollector
{
    /// <summary>The fields in the order of the answer.</summary>
    /// <param name="context">What the plan is made from; takes the first error.</param>
    /// <param name="sets">The selection sets of one field.</param>
    /// <param name="typeName">The type that they select from. A fragment on another type gives nothing.</param>
    /// <param name="path">The place of the selection set.</param>
    public static IReadOnlyList<CollectedField> Collect(PlanContext context, IEnumerable<GraphQLSelectionSet> sets, string typeName, QueryPath path)
    {
        var fields = new OrderedDictionary<string, CollectedField>(StringComparer.Ordinal);
        foreach (var set in sets)
            Collect(context, set, typeName, path, fields);

        return [.. fields.Values];
    }

    private static void Collect(
        PlanContext context, GraphQLSelectionSet set, string typeName, QueryPath path, OrderedDictionary<string, CollectedField> fields)
    {
        foreach (var selection in set.Selections)
        {
            context.CountStep(path);
            if (context.Error is not null || !IsIncluded(context, Directives(selection), path))
                continue;

            if (selection is GraphQLField field)
                Add(context, field, path[field.Name.StringValue], fields);
            else if (FragmentOn(context, selection, typeName) is { } inner)
                Collect(context, inner, typeName, path, fields);
        }
    }

    private static GraphQLDirectives? Directives(ASTNode selection) => (selection as IHasDirectivesNode)?.Directives;

    private static GraphQLSelectionSet? FragmentOn(PlanContext context, ASTNode selection, string typeName)
    {
        var (condition, set) = selection switch
        {
            GraphQLInlineFragment inline => (inline.TypeCondition?.Type.Name.StringValue ?? typeName, inline.SelectionSet),
            GraphQLFragmentSpread spread => Named(context, spread),
            _ => throw new InvalidOperationException($"The parser gave a selection of kind {selection.Kind}"),
        };
        return condition == typeName ? set : null;
    }

    // The document was measured: every fragment that it names is there.
    private static (string Condition, GraphQLSelectionSet Set) Named(PlanContext context, GraphQLFragmentSpread spread)
    {
        var fragment = context.Fragments[spread.FragmentName.Name.StringValue];
        return (fragment.TypeCondition.Type.Name.StringValue, fragment.SelectionSet);
    }

    private static void Add(PlanContext context, GraphQLField field, QueryPath path, OrderedDictionary<string, CollectedField> fields)
    {
        var name = field.Name.StringValue;
        var responseName = field.Alias?.Name.StringValue ?? name;
        var arguments = ReadArguments(context, field.Arguments, path);
        if (!fields.TryGetValue(responseName, out var known))
        {
            fields.Add(responseName, new CollectedField
            {
                ResponseName = responseName,
                Name = name,
                Path = path,
                Arguments = arguments,
                SelectionSets = field.SelectionSet is null ? [] : [field.SelectionSet],
            });
            return;
        }

        if (known.Name != name)
            context.Fail(path, $"selection of both '{known.Name}' and '{name}' specify the same response name, '{responseName}'");
        else if (!SameArguments(known.Arguments, arguments))
            context.Fail(path, $"inconsistent arguments between multiple selections of field '{name}'");
        else if (field.SelectionSet is not null)
            known.SelectionSets.Add(field.SelectionSet);
    }

    private static bool SameArguments(IReadOnlyList<KeyValuePair<string, InputValue>> left, IReadOnlyList<KeyValuePair<string, InputValue>> right) =>
        new InputValue(InputKind.Object) { Fields = left }.Same(new InputValue(InputKind.Object) { Fields = right });

    private static List<KeyValuePair<string, InputValue>> ReadArguments(PlanContext context, GraphQLArguments? arguments, QueryPath path)
    {
        var read = new List<KeyValuePair<string, InputValue>>();
        foreach (var argument in arguments?.Items ?? [])
        {
            var name = argument.Name.StringValue;
            var value = InputReader.Read(argument.Value);
            if (value is null)
                context.Fail(path["args"][name], "an input object names a field twice");
            else if (read.Exists(other => other.Key == name))
                context.Fail(path, $"the argument '{name}' stands twice");
            else
                read.Add(KeyValuePair.Create(name, value));
        }

        return read;
    }

    private static bool IsIncluded(PlanContext context, GraphQLDirectives? directives, QueryPath path)
    {
        var included = true;
        foreach (var directive in directives?.Items ?? [])
        {
            var name = directive.Name.StringValue;
            if (name is not ("skip" or "include"))
                context.Fail(path, $"directive '{name}' is not defined in the schema");
            else
                included &= ReadCondition(context, directive, path[name]) == (name == "include");
        }

        return included;
    }

    private static bool ReadCondition(PlanContext context, GraphQLDirective directive, QueryPath path)
    {
        var arguments = ReadArguments(context, directive.Arguments, path);
        if (arguments is not [("if", var condition)])
        {
            context.Fail(path, $"the directive '{directive.Name.StringValue}' takes one argument, 'if'");
            return true;
        }

        var value = context.Resolve(condition, TypeReference.Named("Boolean").Required, path["if"]);
        if (value.Kind != InputKind.Boolean)
            context.Fail(path["if"], $"expected a boolean for type 'Boolean', but found {value.Description}");

        return value.IsTrue;
    }
}
