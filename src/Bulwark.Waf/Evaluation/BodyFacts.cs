using Bulwark.Waf.GraphQl;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>What the engine finds out about a body that rules cannot, and gives them in <c>TX</c> before phase 2; only if a rule mentions it.</summary>
/// <remarks>
/// <c>tx.json_root</c> (<c>object</c>, <c>array</c>, <c>other</c>, <c>none</c>), <c>tx.json_duplicate_keys</c>, <c>tx.duplicate_parameters</c>; of the GraphQL documents of the
/// request <c>tx.graphql_documents</c> (their number), <c>tx.graphql_length</c>, <c>tx.graphql_depth</c>, <c>tx.graphql_fields</c>, <c>tx.graphql_root_fields</c>,
/// <c>tx.graphql_aliases</c>, <c>tx.graphql_duplicates</c>, <c>tx.graphql_introspection</c>, <c>tx.graphql_fragment_cycle</c>, <c>tx.graphql_mutation</c>.
/// </remarks>
internal sealed class BodyFacts
{
    private static readonly ByteSlice Object = ByteSlice.Of("object");
    private static readonly ByteSlice Array = ByteSlice.Of("array");
    private static readonly ByteSlice Other = ByteSlice.Of("other");
    private static readonly ByteSlice None = ByteSlice.Of("none");

    private readonly GraphQlReader _graphQl = new();

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
        Set(transaction, "json_root"u8, RootOf(data.RequestBody.Span));
        Set(transaction, "json_duplicate_keys"u8, data.HasDuplicateKeys ? 1 : 0);
        Set(transaction, "duplicate_parameters"u8, data.HasDuplicateParameters() ? 1 : 0);
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

        Set(transaction, "graphql_documents"u8, documents);
        Set(transaction, "graphql_length"u8, longest);
        Set(transaction, "graphql_depth"u8, shape.Depth);
        Set(transaction, "graphql_fields"u8, shape.Fields);
        Set(transaction, "graphql_root_fields"u8, shape.RootFields);
        Set(transaction, "graphql_aliases"u8, shape.Aliases);
        Set(transaction, "graphql_duplicates"u8, shape.Duplicates);
        Set(transaction, "graphql_introspection"u8, shape.IsIntrospection ? 1 : 0);
        Set(transaction, "graphql_fragment_cycle"u8, shape.HasFragmentCycle ? 1 : 0);
        Set(transaction, "graphql_mutation"u8, shape.HasMutation ? 1 : 0);
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
        return text.IsEmpty ? None : text[0] switch
        {
            (byte)'{' => Object,
            (byte)'[' => Array,
            _ => Other,
        };
    }

    private static void Set(TransactionState transaction, ReadOnlySpan<byte> name, int number) =>
        Set(transaction, name, NumberText.Of(number, transaction.Data.Arena));

    private static void Set(TransactionState transaction, ReadOnlySpan<byte> name, ByteSlice value)
    {
        if (transaction.Tx.Find(name) is >= 0 and var slot) // what no rule mentions has no slot
            transaction.Tx.Set(slot, value);
    }
}
