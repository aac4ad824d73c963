namespace Bulwark.Identity.Control;

/// <summary>Body of <c>POST /users/{username}/password</c>.</summary>
public sealed record SetPasswordRequest(string Password)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => "***";
}
