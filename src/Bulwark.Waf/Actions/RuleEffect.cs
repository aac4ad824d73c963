using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary>Something that a rule does when it matches, other than to interrupt and to log: <c>setvar</c>, <c>initcol</c>, <c>ctl</c>.</summary>
/// <remarks>Immutable once built; used by all threads at once.</remarks>
internal abstract class RuleEffect
{
    public abstract void Execute(TransactionState transaction);
}
