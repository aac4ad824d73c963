using Bulwark.Waf.GraphQl;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>What the engine finds out about a body that rules cannot, and gives them in <c>TX</c> before phase 2; only if a rule mentions it.</summary>
/// <remarks>
/// Of a body <c>tx.json_root</c> (<c>object</c>, <c>array</c>, <c>other</c>); <c>tx.json_duplicate_keys</c> and <c>tx.duplicate_parameters</c> (1) where there are some; and of
/// GraphQL documents <c>tx.graphql_documents</c> (their number), <c>tx.graphql_length</c>, <c>tx.graphql_depth</c>, <c>tx.graphql_fields</c>, <c>tx.graphql_root_fields</c>,
/// <c>tx.graphql_aliases</c>, <c>tx.graphql_duplicates</c>, <c>tx.graphql_introspection</c>, <c>tx.graphql_fragment_cycle</c>, <c>tx.graphql_mutation</c>. What a request has not is not there.
/// </remarks>
internal sealed class BodyFacts
{
    private static readonly ByteSlice Object = ByteSlice.Of("object");
    private static readonly ByteSlice Array = ByteSlice.Of("array");
    private static readonly ByteSlice Other = ByteSlice.Of("other");

    private readonly GraphQlReader _graphQl = new();
    private readonly int[] _slots;

    /// <param name="txNames">The slots of <c>TX</c>.</param>
    public BodyFacts(NameIndex txNames) => _slots = [.. Names.Select(name => txNames.TryFind(name.Span, out var slot) ? slot : -1)];

    private enum Fact
    {
        JsonRoot,
        JsonDuplicateKeys,
        DuplicateParameters,
        Documents,
        Length,
        Depth,
        Fields,
        RootFields,
        Aliases,
        Duplicates,
        Introspection,
        FragmentCycle,
        Mutation,
    }

    /// <summary>The names of all of them.</summary>
    public static IReadOnlyList<ByteSlice> Names { get; } =
    [
        .. new[]
        {
            "json_root", "json_duplicate_keys", "duplicate_parameters", "graphql_documents", "graphql_length", "graphql_depth", "graphql_fields",
            "graphql_root_fields", "graphql_aliases", "graphql_duplicates", "graphql_introspection", "graphql_fragment_cycle", "graphql_mutation",
        }.Select(ByteSlice.Of),
    ];

    public void Write(TransactionState transaction)
    {
        var data = transaction.Data;
        if (!data.RequestBody.IsEmpty)
            Set(transaction, Fact.JsonRoot, RootOf(data.RequestBody.Span));

        if (data.HasDuplicateKeys)
            Set(transaction, Fact.JsonDuplicateKeys, 1);

        if (data.HasDuplicateParameters())
            Set(transaction, Fact.DuplicateParameters, 1);

        WriteGraphQl(transaction);
    }

    private void WriteGraphQl(TransactionState transaction)
    {
        var (documents, longest, shape) = (0, 0, default(GraphQlShape));
        var arguments = transaction.Data.View(VariableKind.Args);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!IsDocument(transaction.Data, arguments.Start + i))
                continue;

            var document = arguments.ValueAt(i);
            if (!transaction.Budget.TryTake(document.Length))
                return;

            documents++;
            longest = Math.Max(longest, document.Length);
            shape = shape.Join(_graphQl.Read(document));
        }

        if (documents > 0)
            Write(transaction, documents, longest, shape);
    }

    private void Write(TransactionState transaction, int documents, int longest, GraphQlShape shape)
    {
        Set(transaction, Fact.Documents, documents);
        Set(transaction, Fact.Length, longest);
        Set(transaction, Fact.Depth, shape.Depth);
        Set(transaction, Fact.Fields, shape.Fields);
        Set(transaction, Fact.RootFields, shape.RootFields);
        Set(transaction, Fact.Aliases, shape.Aliases);
        Set(transaction, Fact.Duplicates, shape.Duplicates);
        Set(transaction, Fact.Introspection, shape.IsIntrospection ? 1 : 0);
        Set(transaction, Fact.FragmentCycle, shape.HasFragmentCycle ? 1 : 0);
        Set(transaction, Fact.Mutation, shape.HasMutation ? 1 : 0);
    }

    /// <summary>GraphQL by GET, by POST, in a batch, in a message of a WebSocket, and as a body of its own.</summary>
    private static bool IsDocument(TransactionData data, int argument)
    {
        var path = data.ArgumentPath(argument).Span;
        return path.SequenceEqual("query"u8) || path.SequenceEqual("[].query"u8) || path.SequenceEqual("payload.query"u8)
            || (path.SequenceEqual("body"u8) && IsGraphQl(data.RequestHeader("content-type"u8).Span));
    }

    private static bool IsGraphQl(ReadOnlySpan<byte> contentType) =>
        contentType.Length >= 19 && System.Text.Ascii.EqualsIgnoreCase(contentType[..19], "application/graphql"u8);

    private static ByteSlice RootOf(ReadOnlySpan<byte> body)
    {
        var text = (body.StartsWith("\uFEFF"u8) ? body[3..] : body).TrimStart(" \t\r\n"u8);
        return text.IsEmpty ? Other : text[0] switch
        {
            (byte)'{' => Object,
            (byte)'[' => Array,
            _ => Other,
        };
    }

    private void Set(TransactionState transaction, Fact fact, int number) => Set(transaction, fact, NumberText.Of(number, transaction.Data.Arena));

    private void Set(TransactionState transaction, Fact fact, ByteSlice value)
    {
        if (_slots[(int)fact] is >= 0 and var slot) // what no rule mentions has no slot
            transaction.Tx.Set(slot, value);
    }
}
