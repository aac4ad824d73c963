using System.Text;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>All values of any variable: those of the request from its data, those that rules write from where they are kept.</summary>
internal static class ValueReader
{
    /// <summary>The values of a variable. The caller still picks those that the selector names; a selector that is known here already may narrow them down.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="kind">The variable.</param>
    /// <param name="selector">The one name that is wanted; null for all.</param>
    /// <param name="scratch">Where values that have no store of their own are put; the view is good until it is used again.</param>
    public static VariableView Read(TransactionState transaction, VariableKind kind, string? selector, ValueStore scratch) => kind switch
    {
        VariableKind.Tx => Tx(transaction, scratch),
        VariableKind.MatchedVar => transaction.Matched.LastView(name: false),
        VariableKind.MatchedVarName => transaction.Matched.LastView(name: true),
        VariableKind.MatchedVars => transaction.Matched.View(names: false),
        VariableKind.MatchedVarsNames => transaction.Matched.View(names: true),
        VariableKind.Ip or VariableKind.Global or VariableKind.Resource or VariableKind.Session or VariableKind.User =>
            Persistent(transaction, kind, selector, scratch),
        VariableKind.HighestSeverity => Single(NumberText.Of(transaction.HighestSeverity, transaction.Data.Arena), scratch),
        VariableKind.Env => new VariableView(transaction.Environment, 0, transaction.Environment.Count, false),
        VariableKind.Rule => Rule(transaction, scratch),
        VariableKind.Xml when selector is "//@*" => transaction.Data.XmlAttributes,
        _ => transaction.Data.View(kind),
    };

    private static VariableView Tx(TransactionState transaction, ValueStore scratch)
    {
        scratch.Clear();
        foreach (var slot in transaction.Tx.Written)
        {
            if (transaction.Tx.TryGet(slot, out var value))
                scratch.Add(new NamedValue(transaction.Tx.NameOf(slot), value));
        }

        return All(scratch);
    }

    private static VariableView Persistent(TransactionState transaction, VariableKind kind, string? selector, ValueStore scratch)
    {
        scratch.Clear();
        if (transaction.FindCollection(kind) is not { } collection)
            return All(scratch);

        if (selector is null)
            collection.CopyTo(scratch, transaction.Data.Arena);
        else if (collection.TryGet(selector, transaction.Data.Arena, out var value))
            scratch.Add(new NamedValue(ByteSlice.Of(selector), value));

        return All(scratch);
    }

    private static VariableView Rule(TransactionState transaction, ValueStore scratch)
    {
        scratch.Clear();
        if (transaction.Rule is { Info: var info })
        {
            Add("id", $"{info.Id}");
            Add("rev", info.Revision);
            Add("severity", info.Severity is { } severity ? $"{(int)severity}" : "");
        }

        return All(scratch);

        void Add(string name, string value) => scratch.Add(new NamedValue(ByteSlice.Of(name), new ByteSlice(Encoding.UTF8.GetBytes(value))));
    }

    private static VariableView Single(ByteSlice value, ValueStore scratch)
    {
        scratch.Clear();
        scratch.Add(new NamedValue(default, value));
        return All(scratch);
    }

    private static VariableView All(ValueStore store) => new(store, 0, store.Count, false);
}
