declare module 'swagger-ui-dist/swagger-ui-es-bundle' {
  const swagger_ui: (options: Record<string, unknown>) => unknown
  export default swagger_ui
}
