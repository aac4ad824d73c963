using Bulwark.DataApi.Http;
using GraphQLParser.AST;

namespace Bulwark.DataApi.Documents;

/// <summary>
/// Measures an operation as it is with every fragment in its place: depth, nodes, aliases. Each fragment is measured once, so a document of
/// fragments that double at each step is refused at the cost of reading it. A fragment that contains itself is found on the way.
/// </summary>
internal sealed class DocumentMeasure(LimitOptions limits, IReadOnlyDictionary<string, GraphQLFragmentDefinition> fragments)
{
    /// <summary>How deep selection sets nest with every fragment in its place. Whoever walks the operation later does so on the stack.</summary>
    private const int MaxNesting = 100;

    private readonly Dictionary<string, Size> _measured = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];
    private int _nesting;
    private GraphQLError? _error;

    /// <summary>The first limit that the operation breaks, or null.</summary>
    public GraphQLError? Check(GraphQLOperationDefinition operation)
    {
        var size = Measure(operation.SelectionSet, QueryPath.Root.SelectionSet)
            .With(CountVariables(operation));
        return _error
            ?? Over(size.Depth, limits.Depth, "depth")
            ?? Over(size.Nodes, limits.Nodes, "number of nodes")
            ?? Over(size.Aliases, limits.Aliases, "number of aliases");
    }

    private static GraphQLError? Over(long value, int limit, string what) =>
        value <= limit ? null : GraphQLError.Validation(QueryPath.Root, $"the {what} of the query is over the limit of {limit}");

    private Size Measure(GraphQLSelectionSet? set, QueryPath path)
    {
        if (_nesting >= MaxNesting)
        {
            _error ??= GraphQLError.Validation(QueryPath.Root, $"fragments nest more than {MaxNesting} levels deep");
            return Size.None;
        }

        _nesting++;
        var total = Size.None;
        foreach (var selection in set?.Selections ?? [])
            total = total.Plus(MeasureSelection(selection, path));

        _nesting--;
        return total;
    }

    private Size MeasureSelection(ASTNode selection, QueryPath path) => selection switch
    {
        GraphQLField field => MeasureField(field, path),
        GraphQLInlineFragment inline => Measure(inline.SelectionSet, path).With(1 + Count(inline.Directives)),
        GraphQLFragmentSpread spread => MeasureSpread(spread, path).With(1 + Count(spread.Directives)),
        _ => throw new InvalidOperationException($"The parser gave a selection of kind {selection.Kind}"),
    };

    private Size MeasureField(GraphQLField field, QueryPath path)
    {
        var below = Measure(field.SelectionSet, path[field.Name.StringValue].SelectionSet);
        var own = 1 + Count(field.Directives) + (field.Arguments?.Items.Sum(argument => 1 + Count(argument.Value)) ?? 0);

        // What the schema says of itself does not multiply with data and has a size limit of its own.
        var isIntrospection = field.Name.StringValue.StartsWith("__", StringComparison.Ordinal);
        return new Size(isIntrospection ? 1 : below.Depth + 1, below.Nodes + own, below.Aliases + (field.Alias is null ? 0 : 1));
    }

    private Size MeasureSpread(GraphQLFragmentSpread spread, QueryPath path)
    {
        var name = spread.FragmentName.Name.StringValue;
        if (_measured.TryGetValue(name, out var known))
            return known;

        if (_open.Contains(name))
        {
            _error ??= Cycle(_open[_open.IndexOf(name)..], path);
            return Size.None;
        }

        if (!fragments.TryGetValue(name, out var fragment))
        {
            _error ??= GraphQLError.Validation(path, $"reference to undefined fragment \"{name}\"");
            return Size.None;
        }

        _open.Add(name);
        var size = Measure(fragment.SelectionSet, path[name].SelectionSet);
        _open.RemoveAt(_open.Count - 1);
        _measured.Add(name, size);
        return size;
    }

    private static GraphQLError Cycle(List<string> names, QueryPath path)
    {
        var listed = names switch
        {
            [var one] => one,
            [var one, var two] => $"{one} and {two}",
            _ => $"{string.Join(", ", names[..^1])}, and {names[^1]}",
        };
        return GraphQLError.Validation(path, $"the fragment definition(s) {listed} form a cycle");
    }

    private static long CountVariables(GraphQLOperationDefinition operation) =>
        operation.Variables?.Items.Sum(variable => 1 + (variable.DefaultValue is null ? 0 : Count(variable.DefaultValue))) ?? 0;

    private static long Count(GraphQLDirectives? directives) =>
        directives?.Items.Sum(directive => 1 + (directive.Arguments?.Items.Sum(argument => 1 + Count(argument.Value)) ?? 0)) ?? 0;

    private static long Count(GraphQLValue value) => value switch
    {
        GraphQLListValue list => 1 + (list.Values?.Sum(Count) ?? 0),
        GraphQLObjectValue fields => 1 + (fields.Fields?.Sum(field => 1 + Count(field.Value)) ?? 0),
        _ => 1,
    };

    /// <summary>Counts stop growing far above every limit, so that doubling fragments do not overflow them.</summary>
    private sealed record Size(int Depth, long Nodes, long Aliases)
    {
        private const long Ceiling = int.MaxValue;

        public static Size None { get; } = new(0, 0, 0);

        public Size Plus(Size other) => new(
            Math.Max(Depth, other.Depth), Math.Min(Ceiling, Nodes + other.Nodes), Math.Min(Ceiling, Aliases + other.Aliases));

        public Size With(long nodes) => this with { Nodes = Math.Min(Ceiling, Nodes + nodes) };
    }
}
