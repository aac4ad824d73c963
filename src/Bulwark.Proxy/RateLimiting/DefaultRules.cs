namespace Bulwark.Proxy.RateLimiting;

/// <summary>The rules that are in force when the settings name none.</summary>
internal static class DefaultRules
{
    /// <summary>The operations of Cognito that take or reset a password, or say whether a user exists.</summary>
    private static readonly string[] LoginOperations = ["InitiateAuth", "RespondToAuthChallenge", "ForgotPassword", "ConfirmForgotPassword"];

    public static IReadOnlyList<RateLimitRuleOptions> Create() => [Login(), Everything()];

    private static RateLimitRuleOptions Login() => new()
    {
        Name = "login",
        Expression =
        [
            new()
            {
                Paths =
                [
                    "/login", "/register", "/_matrix/client/*/login/**", "/_matrix/client/*/register/**", "/_synapse/client/register/**", "/oauth2/authorize",
                ],
            },
            new()
            {
                Paths = ["/"],
                Methods = ["POST"],
                Headers = [new() { Name = "X-Amz-Target", Values = [.. LoginOperations.Select(operation => "AWSCognitoIdentityProviderService." + operation)] }],
            },
        ],
        Period = TimeSpan.FromSeconds(10),
        RequestsPerPeriod = 15,
    };

    private static RateLimitRuleOptions Everything() => new()
    {
        Name = "all",
        Period = TimeSpan.FromMinutes(5),
        RequestsPerPeriod = 2000,
        MitigationTimeout = TimeSpan.Zero,
        Action = RateLimitAction.Count,
    };
}
