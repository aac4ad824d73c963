using Bulwark.Waf.Matching;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Operators.Detection;
using Bulwark.Waf.Operators.Networks;
using Bulwark.Waf.Operators.Numbers;
using Bulwark.Waf.Operators.Patterns;
using Bulwark.Waf.Operators.Phrases;
using Bulwark.Waf.Operators.Strings;
using Bulwark.Waf.Operators.Validation;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>What a link of a rule asks about each of its values, when the answer depends on nothing but the value.</summary>
internal sealed class Question
{
    private Question(Operator question, bool isNegated, IReadOnlyList<Transformation> chain, PatternSource? pattern)
    {
        Operator = question;
        IsNegated = isNegated;
        Chain = chain;
        Pattern = pattern;
    }

    public Operator Operator { get; }

    public bool IsNegated { get; }

    /// <summary>What is done with the value first. A final <c>t:lowercase</c> is left out where <see cref="Pattern"/> makes up for it.</summary>
    public IReadOnlyList<Transformation> Chain { get; }

    /// <summary>The question as one of a <see cref="PatternSet"/>; null when the operator has to be asked itself.</summary>
    public PatternSource? Pattern { get; }

    /// <summary>The questions of a link: one, or with <c>multiMatch</c> one for each beginning of its chain; none when their answers depend on more than the value.</summary>
    public static IReadOnlyList<Question> Of(EngineLink link)
    {
        if (link.Operator is not { } question || !DependsOnValueOnly(question))
            return [];

        var chain = link.Chain.Transformations.ToArray();
        return link.IsMultiMatch
            ? [.. Enumerable.Range(0, chain.Length + 1).Select(length => Of(question, link.IsNegated, chain[..length]))]
            : [Of(question, link.IsNegated, chain)];
    }

    private static Question Of(Operator question, bool isNegated, Transformation[] chain)
    {
        var pattern = PatternOf(question, beforeLowerCasing: false);
        if (pattern is null || !LowerCasing.TryLeaveOut(chain, out var shorter))
            return new Question(question, isNegated, chain, pattern);

        return new Question(question, isNegated, shorter, PatternOf(question, beforeLowerCasing: true));
    }

    private static PatternSource? PatternOf(Operator question, bool beforeLowerCasing) => question switch
    {
        Rx { Pattern: { } pattern } => PatternSource.Regex(pattern, beforeLowerCasing),
        Pm pm => PatternSource.Phrases(pm.Phrases.Select(phrase => (ReadOnlyMemory<byte>)phrase), beforeLowerCasing),
        Contains { Text.Constant: { } text } => PatternSource.Contains(text.Span, beforeLowerCasing),
        StrMatch { Text.Constant: { } text } => PatternSource.Contains(text.Span, beforeLowerCasing),
        BeginsWith { Text.Constant: { } text } => PatternSource.BeginsWith(text.Span, beforeLowerCasing),
        EndsWith { Text.Constant: { } text } => PatternSource.EndsWith(text.Span, beforeLowerCasing),
        StrEq { Text.Constant: { } text } => PatternSource.Equal(text.Span, beforeLowerCasing),
        _ => null,
    };

    private static bool DependsOnValueOnly(Operator question) => question switch
    {
        Rx rx => rx.Pattern is not null,
        Contains text => IsConstant(text.Text),
        StrMatch text => IsConstant(text.Text),
        BeginsWith text => IsConstant(text.Text),
        EndsWith text => IsConstant(text.Text),
        StrEq text => IsConstant(text.Text),
        Within text => IsConstant(text.Text),
        Eq number => number.Number.Constant is not null,
        Ge number => number.Number.Constant is not null,
        Gt number => number.Number.Constant is not null,
        Le number => number.Number.Constant is not null,
        Lt number => number.Number.Constant is not null,
        Pm or DetectSqli or DetectXss or IpMatch or ValidateByteRange or ValidateUrlEncoding or ValidateUtf8Encoding or NoMatch or UnconditionalMatch => true,
        _ => false,
    };

    private static bool IsConstant(TextOperand text) => text.Constant is not null;
}
