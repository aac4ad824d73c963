using Bulwark.Waf.Evaluation.Planning;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>Asks one link of a chain about each of its values, and does what is done for each value that matches.</summary>
internal static class LinkEvaluator
{
    public static bool Matches(TransactionState transaction, EngineRule rule, EngineLink link)
    {
        if (link.Operator is null)
        {
            Execute(transaction, link);
            return true;
        }

        var matched = false;
        foreach (var target in link.Targets)
        {
            matched |= target.IsCount
                ? MatchesCount(transaction, rule, link, target)
                : MatchesValues(transaction, rule, link, target);

            if (transaction.Budget.IsExceeded)
                return false;
        }

        return matched;
    }

    private static bool MatchesValues(TransactionState transaction, EngineRule rule, EngineLink link, EngineTarget target)
    {
        if (target.TxSlot >= 0)
            return MatchesTx(transaction, rule, link, target);

        if (target.Probe is { } probe)
            return MatchesProbed(transaction, rule, link, target, probe);

        var view = Read(transaction, target);
        var matched = false;
        for (var i = 0; i < view.Count && !transaction.Budget.IsExceeded; i++)
            matched |= MatchesEntry(transaction, rule, link, target, view, i, isAnswered: false);

        return matched;
    }

    /// <summary>Asks only about the values that are known to have the answer; it is asked again for what a match leaves behind.</summary>
    private static bool MatchesProbed(TransactionState transaction, EngineRule rule, EngineLink link, EngineTarget target, Probe probe)
    {
        var answers = transaction.AnswersOf(probe.Source);
        if (!answers.HasAny(probe))
            return false;

        var matched = false;
        for (var i = 0; i < answers.Count && !transaction.Budget.IsExceeded; i++)
        {
            if (answers.IndexAt(i, probe) is >= 0 and var index)
                matched |= MatchesEntry(transaction, rule, link, target, answers.View, index, isAnswered: true);
        }

        return matched;
    }

    /// <summary>Asks about one value of a target, if it is one that the rule looks at.</summary>
    private static bool MatchesEntry(TransactionState transaction, EngineRule rule, EngineLink link, EngineTarget target, VariableView view, int index, bool isAnswered)
    {
        var name = target.NameOf(view.NameAt(index));
        if (!target.Wants(name.Span) || IsRemoved(transaction, rule, link, target, name, view.Start + index))
            return false;

        var value = new LinkValue(target.Kind, name, PathOf(transaction, target.Kind, name, view.Start + index), view.ValueAt(index));
        return isAnswered && !link.Captures && !link.IsMultiMatch ? Matched(transaction, link, value) : MatchesValue(transaction, link, value);
    }

    /// <summary>The answer is known; only what a match leaves behind is to be done, with the value as the operator saw it.</summary>
    private static bool Matched(TransactionState transaction, EngineLink link, in LinkValue value)
    {
        var (first, second) = transaction.Transformed;
        var bytes = link.Chain.Apply(value.Value.Span, first, second);
        if (!transaction.Budget.TryTake(bytes.Length))
            return false;

        Accept(transaction, link, value, bytes);
        return true;
    }

    private static bool MatchesTx(TransactionState transaction, EngineRule rule, EngineLink link, EngineTarget target)
    {
        if (!transaction.Tx.TryGet(target.TxSlot, out var value))
            return false;

        var name = transaction.Tx.NameOf(target.TxSlot);
        return !IsRemoved(transaction, rule, link, target, name, target.TxSlot) && MatchesValue(transaction, link, new LinkValue(target.Kind, name, default, value));
    }

    private static bool MatchesCount(TransactionState transaction, EngineRule rule, EngineLink link, EngineTarget target)
    {
        if (transaction.HasRemovedTargets(rule) && transaction.IsWholeTargetRemoved(rule, link, target.Selector))
            return false;

        var count = NumberText.Of(Count(transaction, target), transaction.Data.Arena);
        return MatchesValue(transaction, link, new LinkValue(target.Kind, target.KeyBytes, default, count));
    }

    /// <summary>Values that were taken away from the rule count all the same, as in libmodsecurity: a number tells nothing of what they are.</summary>
    private static int Count(TransactionState transaction, EngineTarget target)
    {
        if (target.TxSlot >= 0)
            return transaction.Tx.TryGet(target.TxSlot, out _) ? 1 : 0;

        return target.TxNames is { } names ? names.Count(transaction.Tx) : Count(target, Read(transaction, target));
    }

    private static VariableView Read(TransactionState transaction, EngineTarget target) => target.TxNames is { } names
        ? names.Read(transaction.Tx, transaction.Scratch)
        : ValueReader.Read(transaction, target.Kind, target.Key, transaction.Scratch);

    private static int Count(EngineTarget target, VariableView view)
    {
        if (target.Selector.Names is not { } names)
            return view.Count;

        var count = 0;
        foreach (ref readonly var entry in view.Entries)
        {
            // Nearly all names differ in their lengths already.
            if ((names.IsRegex || entry.Name.Length == names.Name.Length) && names.Matches(entry.Name.Span))
                count++;
        }

        return count;
    }

    private static bool IsRemoved(TransactionState transaction, EngineRule rule, EngineLink link, EngineTarget target, ByteSlice name, int index) =>
        transaction.HasRemovedTargets(rule) && transaction.IsTargetRemoved(rule, link, target.Selector, name.Span, index);

    private static ByteSlice PathOf(TransactionState transaction, VariableKind kind, ByteSlice name, int index)
    {
        if (kind is not (VariableKind.Args or VariableKind.ArgsNames or VariableKind.ArgsPost or VariableKind.ArgsPostNames))
            return default;

        var path = transaction.Data.ArgumentPath(index);
        return path.Span.Overlaps(name.Span) ? default : path;
    }

    private static bool MatchesValue(TransactionState transaction, EngineLink link, in LinkValue value)
    {
        var matched = link.IsMultiMatch && Asks(transaction, link, value, value.Value.Span);
        var (output, input) = transaction.Transformed;
        var current = value.Value.Span;
        foreach (var transformation in link.Chain.Transformations)
        {
            output.Clear();
            if (!transformation.TryTransform(current, output))
                continue;

            current = output.WrittenSpan;
            (output, input) = (input, output);
            if (!transaction.Budget.TryTake(current.Length))
                return false;

            matched |= link.IsMultiMatch && Asks(transaction, link, value, current);
        }

        return matched | (!link.IsMultiMatch && Asks(transaction, link, value, current));
    }

    private static bool Asks(TransactionState transaction, EngineLink link, in LinkValue value, ReadOnlySpan<byte> bytes)
    {
        if (!transaction.Budget.TryTake(bytes.Length))
            return false;

        transaction.WantsCaptures = link.Captures;
        if (link.Captures)
            transaction.Captured.Clear();

        if (link.Operator!.Evaluate(transaction, bytes) == link.IsNegated)
            return false;

        if (link.Captures)
            Remember(transaction, transaction.Captured);

        Accept(transaction, link, value, bytes);
        return true;
    }

    private static void Accept(TransactionState transaction, EngineLink link, in LinkValue value, ReadOnlySpan<byte> bytes)
    {
        var isChanged = !bytes.Overlaps(value.Value.Span) || bytes.Length != value.Value.Length;
        transaction.Matched.Add(value.Kind, value.Name, value.Path, bytes, isChanged ? default : value.Value);
        Execute(transaction, link);
    }

    private static void Remember(TransactionState transaction, Captures captures)
    {
        for (var i = 0; i < captures.Count; i++)
            transaction.Tx.Set(i, transaction.Remember(captures[i]));
    }

    private static void Execute(TransactionState transaction, EngineLink link)
    {
        foreach (var effect in link.MatchEffects)
            effect.Execute(transaction);
    }
}
