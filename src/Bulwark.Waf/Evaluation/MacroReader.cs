using System.Buffers.Text;
using System.Text;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>Replaces the macros of a text: each stands for the first value of its variable, or for nothing when there is none.</summary>
internal static class MacroReader
{
    public static void Append(TransactionState transaction, MacroText text, ByteBuffer output)
    {
        for (var i = 0; i < text.Parts.Count; i++)
        {
            var part = text.Parts[i];
            if (part.Variable is not { } kind)
                output.Append(part.Literal.Span);
            else if (kind == VariableKind.Rule)
                AppendRule(transaction, part.Selector, output);
            else
                AppendFirst(transaction, kind, part, output);
        }
    }

    private static void AppendFirst(TransactionState transaction, VariableKind kind, in MacroPart part, ByteBuffer output)
    {
        if (kind == VariableKind.Tx && part.Selector is not null)
            AppendTx(transaction, part.Name.Span, output);
        else if (kind == VariableKind.HighestSeverity)
            output.Append(NumberText.Of(transaction.HighestSeverity, transaction.Data.Arena).Span);
        else
            AppendFirst(ValueReader.Read(transaction, kind, part.Selector, transaction.MacroScratch), part.Selector is not null, part.Name.Span, output);
    }

    private static void AppendTx(TransactionState transaction, ReadOnlySpan<byte> name, ByteBuffer output)
    {
        if (transaction.Tx.Find(name) is >= 0 and var slot && transaction.Tx.TryGet(slot, out var value))
            output.Append(value.Span);
    }

    private static void AppendFirst(VariableView view, bool hasSelector, ReadOnlySpan<byte> name, ByteBuffer output)
    {
        for (var i = 0; i < view.Count; i++)
        {
            if (hasSelector && !NameText.AreEqual(view.NameAt(i).Span, name))
                continue;

            output.Append(view.ValueAt(i).Span);
            return;
        }
    }

    private static void AppendRule(TransactionState transaction, string? selector, ByteBuffer output)
    {
        if (transaction.Rule is not { } rule)
            return;

        var head = rule.Links[0];
        switch (selector?.ToUpperInvariant())
        {
            case "ID":
                AppendNumber(rule.Info.Id, output);
                break;
            case "SEVERITY" when rule.Info.Severity is { } severity:
                AppendNumber((int)severity, output);
                break;
            case "REV":
                AppendText(rule.Info.Revision, output);
                break;
            case "MSG" when head.Message is { } message:
                AppendWithoutRule(transaction, message, output);
                break;
            case "LOGDATA" when head.LogData is { } data:
                AppendWithoutRule(transaction, data, output);
                break;
        }
    }

    // A message that quotes itself would never end.
    private static void AppendWithoutRule(TransactionState transaction, MacroText text, ByteBuffer output)
    {
        for (var i = 0; i < text.Parts.Count; i++)
        {
            var part = text.Parts[i];
            if (part.Variable is not { } kind)
                output.Append(part.Literal.Span);
            else if (kind != VariableKind.Rule)
                AppendFirst(transaction, kind, part, output);
        }
    }

    private static void AppendNumber(int number, ByteBuffer output)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(16), out var written);
        output.Advance(written);
    }

    private static void AppendText(string text, ByteBuffer output) => output.Append(Encoding.UTF8.GetBytes(text));
}
