namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>What a web ACL asks in the place of one priority: a rule or a whole group.</summary>
internal abstract class AclEntry(string name)
{
    public string Name { get; } = name;

    /// <summary>What it decides; null when evaluation goes on.</summary>
    public abstract AclOutcome? Evaluate(AclRequest request);
}
