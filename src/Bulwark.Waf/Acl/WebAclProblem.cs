namespace Bulwark.Waf.Acl;

/// <summary>One thing that keeps a web ACL from being loaded.</summary>
/// <param name="Path">Where in the options: <c>rules[2].statement.byteMatch.field.name</c>.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record WebAclProblem(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
