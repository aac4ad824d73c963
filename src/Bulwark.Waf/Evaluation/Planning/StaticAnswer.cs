using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>Answers questions about <c>TX</c> while the rules are loaded, as far as the answer is certain.</summary>
internal static class StaticAnswer
{
    /// <param name="link">The question.</param>
    /// <param name="facts">What is certain where it is asked.</param>
    /// <param name="txNames">The slots of <c>TX</c>.</param>
    public static Answer Of(EngineLink link, TxFacts facts, NameIndex txNames)
    {
        if (link.Operator is null)
            return Answer.Always;

        var answer = Answer.Never;
        foreach (var target in link.Targets)
            answer = (Answer)Math.Max((int)answer, (int)Of(link, target, facts, txNames));

        return answer;
    }

    /// <summary>Whether what a link does for each value that matches is done exactly once.</summary>
    public static bool MatchesOnce(EngineLink link) => link.Operator is null || (link.Targets.Length == 1 && !link.IsMultiMatch);

    private static Answer Of(EngineLink link, EngineTarget target, TxFacts facts, NameIndex txNames)
    {
        if (target.Kind != VariableKind.Tx || target.TxSlot < 0 || target.Exclusions.Length > 0 || link.IsMultiMatch)
            return Answer.Maybe;

        var isConstant = facts.IsConstant(target.TxSlot, out var value);
        if (!isConstant && !facts.IsAbsent(target.TxSlot))
            return Answer.Maybe;

        if (target.IsCount)
            return Ask(link, isConstant ? "1"u8 : "0"u8, facts, txNames);

        return isConstant ? Ask(link, value.Span, facts, txNames) : Answer.Never;
    }

    private static Answer Ask(EngineLink link, ReadOnlySpan<byte> value, TxFacts facts, NameIndex txNames)
    {
        var context = new StaticContext(facts, txNames);
        var transformed = link.Chain.Apply(value, new ByteBuffer(), new ByteBuffer());
        var matches = link.Operator!.Evaluate(context, transformed) != link.IsNegated;
        return context.HasGuessed ? Answer.Maybe : matches ? Answer.Always : Answer.Never;
    }
}
