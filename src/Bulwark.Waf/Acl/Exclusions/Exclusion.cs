using Bulwark.Waf.Actions;
using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Exclusions;

/// <summary>An exclusion over the rules of one engine.</summary>
/// <param name="number">Its place in the settings.</param>
/// <param name="route">The requests that it is about.</param>
/// <param name="path">The value in a JSON body; null for a field.</param>
/// <param name="field">The field; null for a value in a JSON body.</param>
/// <param name="rules">The rules that do not look there.</param>
internal sealed class Exclusion(int number, RoutePattern route, PathSelector? path, NameSelector? field, RuleMask rules)
{
    // A file of a form is named like any other field of it.
    private static readonly VariableKind[] Fields = [VariableKind.Args, VariableKind.ArgsGet, VariableKind.ArgsPost, VariableKind.Files];

    private readonly RuleEffect[] _effects = path is not null
        ? [new RemovePathEffect(rules, path)]
        : [.. Fields.Select(kind => new RemoveTargetEffect(rules, new TargetSelector(kind, field), holdsForChain: true))];

    public int Number => number;

    /// <summary>Takes the place away from the rules for this request, if it is one of the route.</summary>
    public void Apply(TransactionState transaction)
    {
        if (!route.Matches(transaction.Data.Scalar(VariableKind.RequestMethod).Span, transaction.Data.Scalar(VariableKind.RequestFilename).Span))
            return;

        transaction.Exclusions.Add(this);
        foreach (var effect in _effects)
            effect.Execute(transaction);
    }

    /// <summary>Whether the rule does not look at a field of forms because of this.</summary>
    public bool IsFieldFor(EngineRule rule) => field is not null && rules[rule.Number];

    /// <summary>How many bytes of the request's values the rules do not look at.</summary>
    public long BytesOf(TransactionData data)
    {
        if (path is not null)
            return UnseenBytes.At(path, data);

        var bytes = 0L;
        var arguments = data.View(VariableKind.Args);
        for (var i = 0; i < arguments.Count; i++)
            bytes += field!.Matches(arguments.NameAt(i).Span) ? arguments.ValueAt(i).Length : 0;

        return bytes;
    }
}
