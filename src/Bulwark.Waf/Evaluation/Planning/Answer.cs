namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>What is certain about the answer to a rule's question before there is a request.</summary>
internal enum Answer
{
    Never,
    Maybe,
    Always,
}
