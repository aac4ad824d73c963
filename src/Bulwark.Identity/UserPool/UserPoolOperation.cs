using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.UserPool;

/// <summary>Answers one operation of the user pool API.</summary>
internal delegate ValueTask<IResult> UserPoolOperation(HttpContext context, ReadOnlyMemory<byte> body);
